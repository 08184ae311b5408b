# Proxies between client and server. The wire is between the client and the
# proxy, or between the proxy and the server for the PROXY protocol. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

samples+=(connect connect-refused socks5 socks4 socks5-refused)

# http_proxy PORTS: tinyproxy beside the server, which lets tunnels through to these ports.
http_proxy() {
	printf 'Port 8888\nListen %s\nConnectPort %s\n' "$server_ip" "$1" >"$lab/tinyproxy.conf"
	serve 8888 tinyproxy -d -c "$lab/tinyproxy.conf"
}

sample_connect() {
	nginx_server ''
	http_proxy 443
	proxied_client --proxy http://server.example:8888
}

sample_connect_refused() {
	nginx_server ''
	http_proxy 563
	proxied_client --proxy http://server.example:8888
}

# proxied_client FLAG...: curl through a proxy.
proxied_client() {
	ask curl --silent --show-error --cacert "$lab/root.pem" "$@" https://server.example/hello.txt
}

# socks_proxy RULE: Dante beside the server; the rule is "pass" or "block".
socks_proxy() {
	cat >"$lab/danted.conf" <<-END
		logoutput: stderr
		internal: $server_ip port = 1080
		external: $server_ip
		clientmethod: none
		socksmethod: none
		user.privileged: root
		user.unprivileged: nobody
		client pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }
		socks $1 { from: 0.0.0.0/0 to: 0.0.0.0/0 log: error connect disconnect }
	END
	serve 1080 danted -f "$lab/danted.conf"
}

sample_socks5() {
	nginx_server ''
	socks_proxy pass
	proxied_client --proxy socks5h://server.example:1080
}

sample_socks4() {
	nginx_server ''
	socks_proxy pass
	proxied_client --proxy socks4://server.example:1080
}

sample_socks5_refused() {
	socks_proxy block
	proxied_client --proxy socks5h://server.example:1080
}

samples+=(proxy-v1 proxy-v2 proxy-unexpected)

# balancer FLAG: HAProxy beside the client, with a PROXY header before each connection to the server.
balancer() {
	cat >"$lab/haproxy.cfg" <<-END
		defaults
		  mode tcp
		  timeout connect 5s
		  timeout client 5s
		  timeout server 5s
		listen sample
		  bind $client_ip:443
		  server nginx $server_ip:443 $1
	END
	serve_beside_client 443 haproxy -db -f "$lab/haproxy.cfg"
	curl_client --resolve "server.example:443:$client_ip"
}

# nginx_behind_balancer: expects the header.
nginx_behind_balancer() {
	nginx_server "listen $server_ip:443 ssl proxy_protocol;"
}

sample_proxy_v1() {
	nginx_behind_balancer
	balancer send-proxy
}

sample_proxy_v2() {
	nginx_behind_balancer
	balancer send-proxy-v2
}

sample_proxy_unexpected() {
	nginx_server ''
	balancer send-proxy
}
