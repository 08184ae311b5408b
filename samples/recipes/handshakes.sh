# Handshakes that succeed, one function a sample. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

samples+=(tls10 tls11 tls12 tls12-rsa tls12-dhe tls13 tls12-mutual tls13-mutual)

sample_tls10() {
	openssl_server -cipher "$lax" -tls1
	openssl_client -cipher "$lax" -tls1
}

sample_tls11() {
	openssl_server -cipher "DHE:@SECLEVEL=0" -tls1_1
	openssl_client -cipher "DHE:@SECLEVEL=0" -tls1_1
}

sample_tls12() {
	nginx_server 'ssl_protocols TLSv1.2;'
	curl_client
}

sample_tls12_rsa() {
	gnutls_server
	gnutls_client --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA
}

format[tls12-dhe]=pcap.gz
sample_tls12_dhe() {
	openssl_server -tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384
	java_client "$lab/root.pem" server.example
}

sample_tls13() {
	nginx_server 'ssl_protocols TLSv1.3; ssl_session_tickets on;'
	curl_client
}

sample_tls12_mutual() {
	nginx_server "ssl_protocols TLSv1.2; ssl_client_certificate $lab/root.pem; ssl_verify_client on; ssl_verify_depth 3;"
	curl_client --cert "$lab/client.pem" --key "$lab/client.key"
}

sample_tls13_mutual() {
	go_server -roots "$lab/root.pem"
	go_client -cert "$lab/client.pem" -key "$lab/client.key"
}

samples+=(resume-session-id resume-ticket resume-psk-early-data)

sample_resume_session_id() {
	openssl_server -tls1_2 -no_ticket
	openssl_client -sess_out "$lab/session"
	openssl_client -sess_in "$lab/session"
}

sample_resume_ticket() {
	gnutls_server
	gnutls_client --priority NORMAL:-VERS-TLS1.3 --resume
}

sample_resume_psk_early_data() {
	gnutls_server --earlydata
	printf 'GET / HTTP/1.0\r\n\r\n' >"$lab/early"
	gnutls_client --priority NORMAL:-VERS-ALL:+VERS-TLS1.3 --resume --waitresumption --earlydata "$lab/early"
}

samples+=(hello-retry-request post-quantum tls13-keys)

sample_hello_retry_request() {
	openssl_server -groups P-384
	openssl_client -groups X25519:P-384
}

sample_post_quantum() {
	go_server
	go_client
}

# The secrets go into the pcapng file itself, in a Decryption Secrets Block.
format[tls13-keys]=pcapng
sample_tls13_keys() {
	openssl_server -tls1_3
	openssl_client -keylogfile "$lab/keys"
}
