package diagnosis

var agreementCauses = []Cause{
	{
		Code: NoSharedVersion, Title: "No TLS version in common",
		Explanation: "Client and server each speak a range of TLS versions, and the two ranges do not meet. Most often one side is old and speaks TLS 1.1 at most, and the other was hardened to TLS 1.2 or 1.3 only.",
		Seen:        "The ClientHello's versions, then alert protocol_version (70); or a ServerHello below the client's lowest version, then the client's alert.",
		Advice: []string{
			"client: update it, or enable TLS 1.2 and 1.3 in its settings",
			"server: if old clients must be served, enable a version that they speak (nginx ssl_protocols, Java jdk.tls.disabledAlgorithms)",
		},
	},
	{
		Code: VersionIntolerance, Title: "A new version is not tolerated",
		Explanation: "The server, or a device before it, should pick the newest version that it knows. This one fails on an offer of a newer version instead. The same client gets through as soon as it offers less.",
		Seen:        "The newest offer gets a reset, a close or handshake_failure (40); the same client succeeds with an older version.",
		Advice: []string{
			"server: update the server, or the load balancer or firewall before it, that fails on newer versions",
			"client: until then, limit this connection to the older version",
		},
	},
	{
		Code: InappropriateFallback, Title: "A fallback that was not needed",
		Explanation: "After a failed attempt the client tried again with an older version, and said that it did (TLS_FALLBACK_SCSV). The server speaks a newer version and refuses, because somebody may have made the first attempt fail on purpose.",
		Seen:        "TLS_FALLBACK_SCSV among the cipher suites, then alert inappropriate_fallback (86).",
		Advice: []string{
			"network: look for the first attempt, with the newer version, and why that one failed: it is the real problem",
			"client: turn its fallback to older versions off",
		},
	},
	{
		Code: DowngradeDetected, Title: "Somebody lowered the version",
		Explanation: "Both sides could speak a newer version than was chosen. The server marks its hello when it is asked for less than it can do, and the client noticed the mark. Something between them changes the ClientHello.",
		Seen:        "The last bytes of the ServerHello's random are the mark of RFC 8446, and the client answers illegal_parameter (47).",
		Advice: []string{
			"network: find the proxy or attacker that changes the ClientHello: compare captures of both ends",
		},
	},
	{
		Code: NoSharedCipherSuite, Title: "No cipher suite in common",
		Explanation: "The client offers a list of cipher suites, and the server has none of them enabled. Often one side was limited to a few suites, or to strong ones only.",
		Seen:        "Alert handshake_failure (40) or insufficient_security (71) right after the ClientHello.",
		Advice: []string{
			"client: enable more cipher suites: for TLS 1.2 those with ECDHE and AES-GCM, for TLS 1.3 AES-128-GCM and AES-256-GCM",
			"server: enable a suite that the client offers (nginx ssl_ciphers and ssl_conf_command Ciphersuites, Java jdk.tls.server.cipherSuites)",
		},
	},
	{
		Code: NoCipherForCertificate, Title: "The offer does not fit the server's certificate",
		Explanation: "A certificate has a key of one kind, RSA or ECDSA. The client offers only cipher suites or signature algorithms for another kind, so the server has nothing to prove itself with.",
		Seen:        "Alert handshake_failure (40), and a certificate of that server, seen elsewhere, that the offer cannot use.",
		Advice: []string{
			"client: enable suites and signature algorithms for the server's kind of key",
			"server: add a second certificate with a key of the other kind",
		},
	},
	{
		Code: NoSharedGroup, Title: "No group for the key exchange in common",
		Explanation: "Both sides must use the same curve or group to agree on keys. The client offers only groups that the server does not take.",
		Seen:        "Alert handshake_failure (40), or illegal_parameter (47) after a HelloRetryRequest, with groups that the server is not seen to take.",
		Advice: []string{
			"client: offer x25519 and secp256r1",
			"server: enable one of the client's groups (nginx ssl_ecdh_curve, OpenSSL Groups)",
		},
	},
	{
		Code: HelloRetryFailed, Title: "Asking for another ClientHello failed",
		Explanation: "In TLS 1.3 a server may ask once for another ClientHello, with a key share that it can use. Here it asked twice, asked for what it had, or the client changed something else in its second hello.",
		Seen:        "A second HelloRetryRequest, or two ClientHellos that differ where they must not; then unexpected_message (10) or illegal_parameter (47).",
		Advice: []string{
			"server: this is a bug of one side's TLS library: update it",
			"client: offer a key share of the group that the server wants from the start",
		},
	},
	{
		Code: NoSharedSignatureAlgorithm, Title: "No signature algorithm in common",
		Explanation: "The server proves that it owns its certificate with a signature, and the client says which kinds it can check. It lists none that the server's key can make.",
		Seen:        "Alert handshake_failure (40), or a server of TLS 1.3 that gives up where its certificate would come.",
		Advice: []string{
			"client: offer signature algorithms for both RSA and ECDSA keys",
			"server: use a certificate with a key of the kind that the client takes",
		},
	},
	{
		Code: NoSharedALPN, Title: "No application protocol in common",
		Explanation: "With ALPN the client says which protocols it wants to speak inside TLS, such as h2 or http/1.1. The server speaks none of them and refuses, rather than go on without.",
		Seen:        "Alert no_application_protocol (120).",
		Advice: []string{
			"client: offer a protocol that the server speaks, or none at all",
			"server: enable the client's protocol (for example HTTP/2)",
		},
	},
	{
		Code: UnrecognizedName, Title: "The server does not know the name",
		Explanation: "The client says which host it wants (SNI). This server has no site of that name, and refuses instead of showing another one.",
		Seen:        "A server name in the ClientHello, then the fatal alert unrecognized_name (112).",
		Advice: []string{
			"server: add the name to its configuration, and to its certificate",
			"client: check the name, and that it leads to the right address (DNS)",
		},
	},
	{
		Code: MissingServerName, Title: "The client does not name the server",
		Explanation: "Many sites share one address, so the server needs to hear which one is meant (SNI). This client does not say, and the server has no default.",
		Seen:        "No server_name extension, then an alert, from a server that serves clients which name it.",
		Advice: []string{
			"client: send the server's name: connect by name and not by address, or set it (openssl s_client -servername)",
			"server: configure a default certificate for clients that name none",
		},
	},
	{
		Code: MissingExtension, Title: "A needed extension is missing",
		Explanation: "One side lacks something that the other insists on: an extension that TLS 1.3 requires, or a protection such as extended_master_secret or secure renegotiation.",
		Seen:        "Alert missing_extension (109); or a ServerHello without the extension, and the client's handshake_failure (40).",
		Advice: []string{
			"server: update the TLS library of the side that lacks the extension",
			"client: only if the server can't be updated, relax the setting that requires it",
		},
	},
	{
		Code: RenegotiationRefused, Title: "A new handshake was refused",
		Explanation: "One side asked for another handshake on the open connection (renegotiation). It is a feature that has been attacked, and most servers refuse it.",
		Seen:        "A handshake inside the encrypted connection, then alert no_renegotiation (100) or a close.",
		Advice: []string{
			"client: do not renegotiate: open a new connection instead",
			"server: ask for a client certificate in the first handshake, not later",
		},
	},
	{
		Code: PSKRejected, Title: "The pre-shared key was refused",
		Explanation: "Both sides should hold the same secret key. Either the server does not know the key's name, or the two keys differ.",
		Seen:        "Alert unknown_psk_identity (115); illegal_parameter (47) or decrypt_error (51) after a PSK was offered; bad_record_mac (20) where the keys of TLS 1.2 come from one.",
		Advice: []string{
			"client: check the key and its identity against the server's",
			"server: check that the identity is configured, and its key",
		},
	},
	{
		Code: ECHRejected, Title: "Encrypted ClientHello was not taken",
		Explanation: "The client hides the name that it wants with a key that the site publishes. The server did not use that key: it is out of date, or the server has none. The client then leaves, as it must.",
		Seen:        "The handshake ends with the outer name, and the client leaves with an encrypted alert; or ech_required (121).",
		Advice: []string{
			"server: publish the ECH configuration that it really has (the HTTPS record in DNS)",
			"client: fetch the configuration again; the server's answer holds the right one",
		},
	},
	{
		Code: InsufficientSecurity, Title: "Too weak for the other side",
		Explanation: "What was chosen is weaker than the other side allows: a short Diffie-Hellman group, or an old suite.",
		Seen:        "Alert insufficient_security (71) or export_restriction (60); or handshake_failure (40) after a short Diffie-Hellman group.",
		Advice: []string{
			"server: use ECDHE, or a Diffie-Hellman group of 2048 bits or more",
		},
	},
}
