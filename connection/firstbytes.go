package connection

import "bytes"

// firstBytesNeeded is how many bytes of a side are looked at to name its protocol.
const firstBytesNeeded = 32

// openings are how protocols that are not TLS begin. Only the protocol's name
// is kept: what a side said in the clear may be a secret.
var openings = []struct{ prefix, protocol string }{
	{"GET ", "http"}, {"POST ", "http"}, {"HEAD ", "http"}, {"PUT ", "http"}, {"DELETE ", "http"},
	{"OPTIONS ", "http"}, {"PATCH ", "http"}, {"CONNECT ", "http"}, {"TRACE ", "http"},
	{"PROPFIND ", "http"}, {"HTTP/1.", "http"}, {"PRI * HTTP/2.0", "http2"},
	{"<html", "http"}, {"<!DOCTYPE", "http"},
	{"SSH-", "ssh"},
	{"220 ", "smtp"}, {"220-", "smtp"}, {"554 ", "smtp"}, {"421 ", "smtp"},
	{"EHLO ", "smtp"}, {"HELO ", "smtp"}, {"LHLO ", "lmtp"}, {"MAIL FROM", "smtp"},
	{"* OK", "imap"}, {"* PREAUTH", "imap"}, {"* BYE", "imap"},
	{"+OK", "pop3"}, {"-ERR", "pop3"},
	{"200 ", "nntp"}, {"201 ", "nntp"},
	{"USER ", "ftp"}, {"AUTH TLS", "ftp"}, {"AUTH SSL", "ftp"},
	{"NICK ", "irc"}, {"CAP LS", "irc"}, {":", "irc"},
	{"<?xml", "xmpp"}, {"<stream:stream", "xmpp"},
	{"\"IMPLEMENTATION\"", "sieve"},
	{"PROXY TCP", "proxy"}, {"PROXY UNKNOWN", "proxy"}, {"\r\n\r\n\x00\r\nQUIT\n", "proxy"},
	{"RFB 00", "vnc"}, {"INVITE ", "sip"}, {"REGISTER ", "sip"}, {"SIP/2.0", "sip"},
	{"RTSP/1.0", "rtsp"}, {"DESCRIBE ", "rtsp"},
	{"\x13BitTorrent protocol", "bittorrent"},
	{"*1\r\n", "redis"}, {"*2\r\n", "redis"}, {"*3\r\n", "redis"}, {"+PONG", "redis"},
	{"\x00\x00\x00\x08\x04\xd2\x16\x2f", "postgresql"}, // SSLRequest
	{"\x00\x00\x00\x08\x04\xd2\x16\x30", "postgresql"}, // GSSENCRequest
	{"\x00\x00\x00\x10\x04\xd2\x16\x2e", "postgresql"}, // CancelRequest
	{"\x10\x00\x04MQTT", "mqtt"},
	{"AMQP\x00", "amqp"},
	{"\x03\x00\x00", "rdp"},
}

// protocolOf names the protocol that a side's first bytes belong to, or
// "unknown". Letters may be of either case.
func protocolOf(b []byte) string {
	if len(b) > firstBytesNeeded {
		b = b[:firstBytesNeeded]
	}
	for _, o := range openings {
		if len(b) >= len(o.prefix) && bytes.EqualFold(b[:len(o.prefix)], []byte(o.prefix)) {
			return o.protocol
		}
	}
	if len(b) >= 8 && (string(b[4:8]) == "\xffSMB" || string(b[4:8]) == "\xfeSMB") {
		return "smb"
	}
	if len(b) >= 9 && string(b[4:8]) == "\x00\x03\x00\x00" && b[0] == 0 && b[1] == 0 {
		return "postgresql" // StartupMessage: length, version 3.0
	}
	if len(b) > 6 && b[3] == 0 && b[4] == 10 && int(b[0])+5 <= 512 {
		return "mysql" // a server's greeting: length, packet 0, protocol 10
	}
	return "unknown"
}
