# The TLS stacks as servers and clients, on port 443. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

# An old protocol version needs OpenSSL's lowest security level.
lax='DEFAULT:@SECLEVEL=0'

# openssl_server FLAG...: answers GET /hello.txt with the RSA certificate, unless told otherwise.
openssl_server() {
	serve 443 openssl s_server -accept 443 -WWW \
		-cert "$lab/server.pem" -cert_chain "$lab/server.pem" -key "$lab/server.key" "$@"
}

# openssl_client FLAG...: gets hello.txt; refuses what it does not trust.
openssl_client() {
	printf 'GET /hello.txt HTTP/1.0\r\n\r\n' >"$lab/request"
	# shellcheck disable=SC2016 # the inner shell expands it
	ask sh -c 'exec openssl s_client "$@" <"$0"' "$lab/request" -connect server.example:443 -quiet \
		-CAfile "$lab/root.pem" -verify_return_error "$@"
}

# gnutls_server FLAG...: answers HTTP with the RSA certificate.
gnutls_server() {
	serve 443 gnutls-serv --port 443 --http --httpdata "$lab/www/hello.txt" --disable-client-cert \
		--x509certfile "$lab/server.pem" --x509keyfile "$lab/server.key" "$@"
}

# gnutls_client FLAG...: connects, says a line of HTTP and closes.
gnutls_client() {
	# shellcheck disable=SC2016
	ask sh -c '{ printf "GET / HTTP/1.0\r\n\r\n"; sleep 1; } | gnutls-cli "$@"' sh \
		--port 443 --x509cafile "$lab/root.pem" "$@" server.example
}

# nginx_server DIRECTIVES: serves hello.txt with the RSA certificate.
nginx_server() {
	cat >"$lab/nginx.conf" <<-END
		daemon off;
		master_process off;
		pid $lab/nginx.pid;
		events {}
		http {
			access_log off;
			client_body_temp_path $lab/nginx-body;
			proxy_temp_path $lab/nginx-proxy;
			fastcgi_temp_path $lab/nginx-fastcgi;
			uwsgi_temp_path $lab/nginx-uwsgi;
			scgi_temp_path $lab/nginx-scgi;
			server {
				listen 443 ssl;
				listen [::]:443 ssl;
				server_name server.example server6.example;
				root $lab/www;
				keepalive_timeout 0;
				lingering_close always;
				ssl_certificate $lab/server.pem;
				ssl_certificate_key $lab/server.key;
				$1
			}
		}
	END
	serve 443 nginx -e stderr -p "$lab" -c "$lab/nginx.conf"
}

# curl_client FLAG...: gets https://server.example/hello.txt, trusting the root.
curl_client() {
	ask curl --silent --show-error --noproxy '*' --cacert "$lab/root.pem" "$@" https://server.example/hello.txt
}

# go_server and go_client FLAG...: Go's crypto/tls, trusting the root.
go_server() {
	serve 443 "$lab/golang" serve -cert "$lab/server-ecdsa.pem" -key "$lab/server-ecdsa.key" "$@" :443
}
go_client() {
	ask env SSL_CERT_FILE="$lab/root.pem" "$lab/golang" dial "$@" server.example:443
}

# java_client ROOTS HOST [PROTOCOL...]: Java's JSSE; gets hello.txt.
java_client() {
	ask java "$folder/stacks/jsse/Client.java" "$1" "$2" 443 "${@:3}"
}
