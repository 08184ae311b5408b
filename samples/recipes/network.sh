# What a network, and the port that captures it, do to a connection.
# The wire's flags do it, to the same segments on every run. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

samples+=(reordered lossy capture-loss mirror-duplicates vlan ipv6)

# The first of the segments that the server's Certificate is in comes after the second.
wire_flags[reordered]='-fault late:server:1'
sample_reordered() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

# One of the server's segments is lost before the mirror port, one of the client's behind it.
wire_flags[lossy]='-fault drop:server:1 -fault lose:client:2'
sample_lossy() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

# The server's second segment arrives, but the capture lacks it.
wire_flags[capture-loss]='-fault miss:server:2'
sample_capture_loss() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

wire_flags[mirror-duplicates]='-fault double:client:1 -fault double:server:1 -fault double:server:2'
sample_mirror_duplicates() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

wire_flags[vlan]='-vlan 42'
sample_vlan() {
	nginx_server ''
	java_client "$lab/root.pem" server.example
}

sample_ipv6() {
	nginx_server ''
	java_client "$lab/root.pem" server6.example TLSv1.2
}

samples+=(one-sided-client one-sided-server mid-handshake mid-stream snapped quic-one-sided dtls-mid-handshake)

capture_flags[one-sided-client]="src host $client_ip"
sample_one_sided_client() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

capture_flags[one-sided-server]="src host $server_ip"
sample_one_sided_server() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

# The capture begins with the server's answer to the ClientHello.
begin[mid-handshake]=6
sample_mid_handshake() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

# The capture begins when the handshake is over.
begin[mid-stream]=13
sample_mid_stream() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

# Enough of each packet for the headers and a little more.
capture_flags[snapped]='-s 128'
sample_snapped() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

capture_flags[quic-one-sided]="src host $server_ip"
sample_quic_one_sided() {
	quic_server
	quic_client
}

begin[dtls-mid-handshake]=4
sample_dtls_mid_handshake() {
	dtls_server -dtls1_2
	dtls_client -dtls1_2
}
