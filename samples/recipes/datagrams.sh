# DTLS and QUIC. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

# dtls_server and dtls_client FLAG...: OpenSSL's.
dtls_server() {
	# It ends with its standard input.
	# shellcheck disable=SC2016 # the inner shell expands it
	serve_udp 4433 bash -c 'exec openssl s_server "$@" < <(sleep 30)' bash -accept 4433 -cert "$lab/server.pem" \
		-cert_chain "$lab/server.pem" -key "$lab/server.key" -listen -mtu 1400 "$@"
}
dtls_client() {
	# shellcheck disable=SC2016 # the inner shell expands it
	ask sh -c '{ echo hello; sleep 1; } | openssl s_client "$@"' sh -connect server.example:4433 \
		-mtu 1400 -CAfile "$lab/root.pem" -verify_return_error -servername server.example "$@"
}

samples+=(dtls10 dtls12 dtls12-gnutls dtls12-cid dtls-handshake-failure)

sample_dtls10() {
	dtls_server -dtls1 -cipher "$lax"
	dtls_client -dtls1 -cipher "$lax"
}

# The server's flight is cut to small datagrams.
sample_dtls12() {
	dtls_server -dtls1_2 -mtu 400
	dtls_client -dtls1_2 -mtu 400
}

sample_dtls12_gnutls() {
	serve_udp 4433 gnutls-serv --udp --port 4433 --echo --disable-client-cert \
		--x509certfile "$lab/server.pem" --x509keyfile "$lab/server.key"
	# shellcheck disable=SC2016
	ask sh -c '{ echo hello; sleep 1; } | gnutls-cli "$@"' sh --udp --port 4433 \
		--x509cafile "$lab/root.pem" server.example
}

sample_dtls12_cid() {
	serve_udp 4433 "$lab/datagrams" dtls-serve -cert "$lab/server-ecdsa.pem" -key "$lab/server-ecdsa.key" -cid 6 :4433
	ask "$lab/datagrams" dtls-dial -roots "$lab/root.pem" -cid 4 server.example:4433
}

sample_dtls_handshake_failure() {
	dtls_server -dtls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384
	dtls_client -dtls1_2 -cipher AES128-SHA:AES256-SHA
}

# wolfSSL's example programs, which have to be started where they were built: ../README.md tells how.
wolfssl_pair() {
	serve_udp 11111 env -C "$WOLFSSL" ./examples/server/server -u -v 4 -b -d \
		-c "$lab/server-ecdsa.pem" -k "$lab/server-ecdsa.key" "$@"
	ask env -C "$WOLFSSL" ./examples/client/client -u -v 4 -x -h "$server_ip" -A "$lab/root.pem" "$@"
}

samples+=(dtls13 dtls13-cid)
sample_dtls13() { wolfssl_pair; }
sample_dtls13_cid() { wolfssl_pair --cid; }

# quic_server and quic_client FLAG...: quic-go's.
quic_server() {
	serve_udp 443 "$lab/datagrams" quic-serve -cert "$lab/server-ecdsa.pem" -key "$lab/server-ecdsa.key" "$@" :443
}
quic_client() {
	ask "$lab/datagrams" quic-dial -roots "$lab/root.pem" "$@" server.example:443
}

samples+=(quic quic-v2 quic-retry quic-version-negotiation quic-no-application-protocol quic-unknown-ca)

sample_quic() {
	quic_server
	quic_client
}

sample_quic_v2() {
	quic_server -version 2
	quic_client -version 2
}

sample_quic_retry() {
	quic_server -retry
	quic_client
}

sample_quic_version_negotiation() {
	quic_server -version 2
	quic_client
}

sample_quic_no_application_protocol() {
	quic_server -alpn h3
	quic_client -alpn doq
}

sample_quic_unknown_ca() {
	quic_server
	ask "$lab/datagrams" quic-dial server.example:443
}
