package diagnosis

var transportCauses = []Cause{
	{
		Code: ResetAfterClientHello, Title: "Reset in answer to the ClientHello",
		Explanation: "The first message of the client was answered by a reset (RST). Either the server does not want it, or a firewall or filter on the way does: they read the server's name in the ClientHello.",
		Seen:        "An RST in place of an answer. Its TTL, IP id and window tell whether it is the server's.",
		Advice:      []string{"network: look for a firewall, proxy or filter that minds the name or the address", "server: look into its log, and into that of the load balancer before it"},
	},
	{
		Code: ClosedAfterClientHello, Title: "Closed in answer to the ClientHello",
		Explanation: "The server, or the load balancer in front of it, closed the connection as soon as the client had spoken. Often nothing stands behind the balancer, or the port is for something else.",
		Seen:        "A FIN in place of an answer.",
		Advice:      []string{"server: check that the backend behind the load balancer runs and that this port is for TLS", "server: look into its log"},
	},
	{
		Code: ClientHelloDropped, Title: "A part of the ClientHello is lost on the way",
		Explanation: "A ClientHello with a post-quantum key share takes more than one packet. Some firewalls and load balancers expect it in one and drop the rest, so the server waits for ever.",
		Seen:        "A ClientHello of several segments, the first acknowledged, the others sent again and again.",
		Advice:      []string{"network: find and update the device that drops the second segment of a ClientHello", "client: until then, leave out the post-quantum group"},
	},
	{
		Code: ClientHelloUnanswered, Title: "Nobody answers the ClientHello",
		Explanation: "The machine of the server took the message, and the program on it never answered. It hangs, is overloaded, or waits for something behind it; or its answers are lost on the way.",
		Seen:        "The ClientHello acknowledged whole, and silence.",
		Advice:      []string{"server: see whether the process is alive and accepts connections (its queue of connections, its threads)", "network: capture at the server: does it send an answer?"},
	},
	{
		Code: FragmentedClientHelloRejected, Title: "Only long ClientHellos fail",
		Explanation: "Short ClientHellos get through to this server, and those that take more than one packet do not. Something in front of the server reads only the first packet.",
		Seen:        "ClientHellos of several segments fail at this server, small ones succeed.",
		Advice:      []string{"server: update the load balancer or proxy that reads the ClientHello", "client: until then, leave out the post-quantum group"},
	},
	{
		Code: ServerFlightLost, Title: "The server's answer is lost on the way",
		Explanation: "The server answers, and its large packets do not arrive, while small ones do. Most often the path allows only smaller packets than both ends believe (a tunnel, a VPN), and the messages that would say so are blocked.",
		Seen:        "Full-size segments of the server's missing or sent again and again.",
		Advice:      []string{"network: let ICMP \"fragmentation needed\" and \"packet too big\" through, or clamp the MSS on the tunnel", "server: lower the MTU of its interface to see whether that is it"},
	},
	{
		Code: ClientStalled, Title: "The client falls silent",
		Explanation: "The client got all of the server's part and said nothing more, until the server gave up. The client waits for something: a revocation check, a slow verification, a person, a lock.",
		Seen:        "The server's flight acknowledged, and silence until someone closes.",
		Advice:      []string{"client: see what it waits for: OCSP and CRL servers that can't be reached, DNS, a smart card, its own threads"},
	},
	{
		Code: ResetDuringHandshake, Title: "Reset in the middle of the handshake",
		Explanation: "The handshake was under way when somebody reset the connection, without a TLS alert.",
		Seen:        "An RST after the ServerHello and before the handshake's end.",
		Advice:      []string{"server: look into the log of the side that sent the RST", "network: if the RST's TTL is not that side's, look for a device on the way"},
	},
	{
		Code: ClosedDuringHandshake, Title: "Closed in the middle of the handshake",
		Explanation: "The handshake was under way when one side closed the connection, without saying why.",
		Seen:        "A FIN after the ServerHello and before the handshake's end, with no alert.",
		Advice:      []string{"server: look into the log of the side that closed first: a time-out, a crash, a restart"},
	},
	{
		Code: ClientClosedAfterServerFlight, Title: "The client leaves at the server's certificate",
		Explanation: "The client saw the server's certificate and left without a word. Most often it did not trust it: some clients don't send the alert, and pins are checked silently.",
		Seen:        "FIN or RST of the client right after the server's Certificate, with no alert.",
		Advice:      []string{"client: look into its log, at what it says of the certificate", "server: check the certificate that it presents"},
	},
}
