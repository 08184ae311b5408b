# Handshakes that fail, one function a sample. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

samples+=(alert-handshake-failure alert-protocol-version alert-unknown-ca alert-bad-certificate)

sample_alert_handshake_failure() {
	openssl_server -tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384
	openssl_client -tls1_2 -cipher AES128-SHA:AES256-SHA
}

sample_alert_protocol_version() {
	go_server
	openssl_client -cipher "$lax" -tls1
}

sample_alert_unknown_ca() {
	nginx_server 'ssl_protocols TLSv1.2;'
	ask curl --silent --show-error --noproxy '*' https://server.example/hello.txt
}

# The intermediate was forgotten, and GnuTLS calls a chain that it can't build bad.
sample_alert_bad_certificate() {
	go_server -max 0x0303 -cert "$lab/server-leaf-only.pem" -key "$lab/server.key"
	gnutls_client
}

samples+=(alert-certificate-expired alert-certificate-unknown
	alert-certificate-required alert-no-client-certificate)

sample_alert_certificate_expired() {
	openssl_server -tls1_2 -cert "$lab/server-expired.pem" -cert_chain "$lab/server-expired.pem"
	openssl_client
}

# The same certificate, but Java's alert does not say what is wrong with it.
sample_alert_certificate_unknown() {
	openssl_server -tls1_2 -cert "$lab/server-expired.pem" -cert_chain "$lab/server-expired.pem"
	java_client "$lab/root.pem" server.example
}

sample_alert_certificate_required() {
	go_server -roots "$lab/root.pem"
	curl_client
}

sample_alert_no_client_certificate() {
	openssl_server -tls1_2 -CAfile "$lab/root.pem" -Verify 3
	openssl_client
}

samples+=(alert-no-application-protocol alert-unrecognized-name plaintext-http)

sample_alert_no_application_protocol() {
	go_server -alpn h2
	openssl_client -alpn spdy/3
}

sample_alert_unrecognized_name() {
	nginx_server 'ssl_reject_handshake on;'
	openssl_client -servername other.example
}

sample_plaintext_http() {
	nginx_server ''
	ask curl --silent --noproxy '*' http://server.example:443/hello.txt
}
