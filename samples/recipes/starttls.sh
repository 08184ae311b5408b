# Protocols that turn into TLS, one function a sample. The server speaks the
# protocol's real lines from a script, and then TLS of Go's crypto/tls; FTP's is a
# real daemon. Sourced by ../make.
# shellcheck shell=bash disable=SC2034,SC2154

# script_server PORT PROTOCOL [FLAG...]: the server of that script.
script_server() {
	serve "$1" "$lab/golang" serve -cert "$lab/server-ecdsa.pem" -key "$lab/server-ecdsa.key" -starttls "$2" "${@:3}" ":$1"
}

# upgrade PORT PROTOCOL [SCRIPT]: OpenSSL's client upgrades, by the script of another name where one is given.
upgrade() {
	script_server "$1" "${3-$2}"
	# shellcheck disable=SC2016 # the inner shell expands it
	ask sh -c '{ echo hello; sleep 0.5; } | openssl s_client "$@"' sh -connect "server.example:$1" -starttls "$2" \
		-quiet -CAfile "$lab/root.pem" -verify_return_error
}

samples+=(starttls-smtp starttls-lmtp starttls-imap starttls-pop3 starttls-nntp starttls-irc
	starttls-sieve starttls-xmpp starttls-ldap starttls-postgresql starttls-mysql)

sample_starttls_smtp() { upgrade 587 smtp; }
sample_starttls_lmtp() { upgrade 24 lmtp; }
sample_starttls_imap() { upgrade 143 imap; }
sample_starttls_pop3() { upgrade 110 pop3; }
sample_starttls_nntp() { upgrade 119 nntp; }
sample_starttls_irc() { upgrade 6667 irc; }
sample_starttls_sieve() { upgrade 4190 sieve; }
sample_starttls_xmpp() { upgrade 5222 xmpp; }
sample_starttls_ldap() { upgrade 389 ldap; }
sample_starttls_postgresql() { upgrade 5432 postgres; }
sample_starttls_mysql() { upgrade 3306 mysql; }

samples+=(starttls-rdp starttls-tds starttls-ftp)

sample_starttls_rdp() {
	script_server 3389 rdp
	ask env SSL_CERT_FILE="$lab/root.pem" "$lab/golang" dial -starttls rdp server.example:3389
}

# FreeTDS. The script's server knows no more than the handshake, and takes no login. TLS 1.3 is not
# meant to be wrapped: its tickets come when the client does not unwrap any more.
sample_starttls_tds() {
	script_server 1433 tds -max 0x0303
	printf '[global]\ntds version = 7.4\nencryption = require\n' >"$lab/freetds.conf"
	ask env FREETDSCONF="$lab/freetds.conf" tsql -H server.example -p 1433 -U sample -P sample
}

# The control connection, and one for data, whose port is told inside TLS.
sample_starttls_ftp() {
	mkdir -p /run/vsftpd/empty "$lab/ftp"
	cp "$lab/www/hello.txt" "$lab/ftp"
	chmod 755 "$lab" "$lab/ftp"
	cat >"$lab/vsftpd.conf" <<-END
		listen=YES
		background=NO
		anonymous_enable=YES
		anon_root=$lab/ftp
		secure_chroot_dir=/run/vsftpd/empty
		ssl_enable=YES
		allow_anon_ssl=YES
		force_anon_data_ssl=YES
		require_ssl_reuse=NO
		rsa_cert_file=$lab/server.pem
		rsa_private_key_file=$lab/server.key
		seccomp_sandbox=NO
	END
	serve 21 vsftpd "$lab/vsftpd.conf"
	ask curl --silent --show-error --noproxy '*' --cacert "$lab/root.pem" --ssl-reqd ftp://server.example/hello.txt
}

samples+=(starttls-refused starttls-stripped starttls-not-offered)

# send_mail FLAG: curl hands a mail over, with or without TLS as the flag says.
send_mail() {
	printf 'Subject: hello\r\n\r\nhello\r\n' >"$lab/mail"
	ask curl --silent --show-error --noproxy '*' --cacert "$lab/root.pem" "$1" smtp://server.example:587 \
		--mail-from a@client.example --mail-rcpt b@server.example --upload-file "$lab/mail"
}

sample_starttls_refused() {
	script_server 587 smtp-refusing
	send_mail --ssl-reqd
}

# The same answer, and a client that does without.
sample_starttls_stripped() {
	script_server 587 smtp-refusing
	send_mail --ssl
}

sample_starttls_not_offered() {
	script_server 587 smtp-without
	send_mail --ssl-reqd
}
