package diagnosis

var plaintextCauses = []Cause{
	{
		Code: PlaintextToTLSServer, Title: "Plain text to a port that speaks TLS",
		Explanation: "The client spoke HTTP or another protocol in the clear to a port where TLS is expected. Often it is http:// in place of https://, or a proxy that forgets to encrypt.",
		Seen:        "The client's first bytes are another protocol's; the server answers with an alert, an HTTP error, or a close.",
		Advice:      []string{"client: use TLS on this port (https://, or the protocol's setting for TLS)", "client: or connect to the port for plain text"},
	},
	{
		Code: TLSToPlaintextServer, Title: "TLS to a port that speaks plain text",
		Explanation: "The client began TLS, and the server answered in another protocol: this port does not speak TLS, or only after it was asked to (STARTTLS).",
		Seen:        "A ClientHello answered by readable text.",
		Advice:      []string{"client: connect to the port for TLS, or switch to STARTTLS", "server: enable TLS on this port"},
	},
	{
		Code: StartTLSRefused, Title: "The upgrade to TLS was refused",
		Explanation: "The protocol begins in the clear and is to switch to TLS when the client asks. The server refused, or does not offer it. A device on the way can also take the offer out.",
		Seen:        "The upgrade command answered by an error, or not in the list of what the server can do.",
		Advice:      []string{"server: enable TLS for this protocol, with a certificate", "network: look for a firewall that removes STARTTLS"},
	},
	{
		Code: ProxyRefused, Title: "The proxy refused the tunnel",
		Explanation: "The client asked a proxy to connect it to the server, and the proxy said no, so TLS never began. The proxy's code says why.",
		Seen:        "CONNECT or SOCKS answered by an error.",
		Advice:      []string{"client: check the proxy's address, user and password", "network: allow the target in the proxy, or see whether the proxy can reach it"},
	},
	{
		Code: ProxyProtocolUnexpected, Title: "A PROXY header that is not expected",
		Explanation: "A load balancer puts a line with the real client's address before the connection (the PROXY protocol). The server behind it does not expect it and takes it for broken TLS.",
		Seen:        "A PROXY header before the ClientHello, then a close, an error or an alert.",
		Advice:      []string{"server: accept the PROXY protocol on this port (nginx listen … proxy_protocol)", "network: or turn it off in the load balancer"},
	},
}
