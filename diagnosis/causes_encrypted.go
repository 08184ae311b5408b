package diagnosis

var encryptedCauses = []Cause{
	{
		Code: ClientRejectedServer, Title: "The client refuses the server, encrypted",
		Explanation: "In TLS 1.3 the certificate and the alert are encrypted. The client sent a record of an alert's size and left, where its part of the handshake would come: almost always it does not accept the certificate.",
		Seen:        "The client's first encrypted record has an alert's size, and it closes.",
		Advice:      []string{"client: look into its log, or repeat with TLS 1.2 or SSLKEYLOGFILE, so that the alert can be read", "server: check the certificate that it presents"},
	},
	{
		Code: ServerRejectedClient, Title: "The server refuses the client, encrypted",
		Explanation: "In TLS 1.3 the client's certificate and the alert are encrypted. The server answered the client's part with a record of an alert's size and closed: most often it does not accept the client's certificate.",
		Seen:        "An alert-sized record of the server's right after the client's flight, then a close.",
		Advice:      []string{"server: look into its log: it knows why", "client: check its certificate: issuer, time, usage"},
	},
	{
		Code: AbortedAfterServerHello, Title: "Given up after the ServerHello",
		Explanation: "TLS 1.3 was agreed on, and one side left without a readable word. The rest is encrypted, so only who left, and when, can be told.",
		Seen:        "A close or reset after the ServerHello, with no record of an alert's size from the client.",
		Advice:      []string{"client: look into the log of the side that left first"},
	},
	{
		Code: QUICNoSharedVersion, Title: "No QUIC version in common",
		Explanation: "The client speaks QUIC versions that the server does not, and the server says which ones it has.",
		Seen:        "A Version Negotiation packet with no version in common.",
		Advice:      []string{"client: enable a QUIC version that the server lists", "server: enable the client's version"},
	},
	{
		Code: QUICUnanswered, Title: "Nobody answers over QUIC",
		Explanation: "The client sends its first QUIC packets again and again, and nothing comes back. Very often a firewall blocks UDP.",
		Seen:        "Initials sent again and again with no answer.",
		Advice:      []string{"network: let UDP to this port through, both ways", "server: see whether it listens for QUIC at all"},
	},
	{
		Code: QUICClosed, Title: "QUIC was closed by an error of its own",
		Explanation: "One side closed the QUIC connection during the handshake with an error of QUIC, not of TLS: it takes no connections, or the other side broke the protocol.",
		Seen:        "CONNECTION_CLOSE in an Initial with a transport error.",
		Advice:      []string{"server: look into the log of the side that closed"},
	},
}

var otherCauses = []Cause{
	{
		Code: Unexplained, Title: "Nothing here explains it",
		Explanation: "The capture is whole, and what happened fits none of the known causes. The evidence lists what was seen.",
		Seen:        "None of the above.",
		Advice:      []string{"server: look into both sides' logs at the time of the last packets"},
	},
	{
		Code: CaptureIncomplete, Title: "The capture does not hold enough",
		Explanation: "Packets that one would need are missing: the capture began late, ended early, saw one direction only, lost packets or cut them short. A guess would help nobody.",
		Seen:        "Missing packets, named in the evidence.",
		Advice:      []string{"network: capture again, both directions, from before the connection begins, with whole packets (tcpdump -s 0)"},
	},
}
