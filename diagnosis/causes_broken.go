package diagnosis

var brokenCauses = []Cause{
	{
		Code: FinishedMismatch, Title: "The two sides came to different keys",
		Explanation: "At the end of a handshake both sides prove that they saw the same messages. Here the proof fails: a message was changed on the way, or one side has a bug.",
		Seen:        "bad_record_mac (20) or decrypt_error (51) right after ChangeCipherSpec or Finished.",
		Advice:      []string{"network: capture at both ends and compare the handshake's bytes: a middlebox may change them", "server: update the TLS libraries of both sides"},
	},
	{
		Code: SignatureInvalid, Title: "A signature does not fit",
		Explanation: "A side signs its part of the key exchange with its certificate's key. The signature is wrong: key and certificate do not belong together, or the bytes were changed.",
		Seen:        "decrypt_error (51) right after ServerKeyExchange or CertificateVerify, before the keys change.",
		Advice:      []string{"server: check that certificate and key belong together (compare their public keys)"},
	},
	{
		Code: CorruptedRecord, Title: "A record was damaged",
		Explanation: "What arrived is not what was sent: a record is too long, can't be decrypted, or holds a damaged certificate. Bad hardware, a broken middlebox, or a bug.",
		Seen:        "bad_record_mac (20), record_overflow (22), decompression_failure (30) or decode_error (50), with the bytes that earned it.",
		Advice:      []string{"network: compare captures of both ends; look for a device that changes the traffic"},
	},
	{
		Code: MalformedMessage, Title: "A message breaks its form",
		Explanation: "A message is not built as its RFC says: a length is wrong, or something is cut off. It comes from a faulty program, a scanner, or not from TLS at all.",
		Seen:        "A message whose form is broken, and where; then decode_error (50) or illegal_parameter (47).",
		Advice:      []string{"client: update the program that sent the message"},
	},
	{
		Code: UnexpectedMessage, Title: "A message out of place",
		Explanation: "The messages of a handshake have an order. One came where it may not, or one was left out: a bug, or an attack on the other side's state.",
		Seen:        "unexpected_message (10), and the message that was out of place.",
		Advice:      []string{"client: update the TLS library of the side that sent it"},
	},
	{
		Code: IllegalParameter, Title: "A parameter that may not be",
		Explanation: "A message is well formed, and something in it is not allowed: a value out of range, a choice that was not offered, an extension twice.",
		Seen:        "illegal_parameter (47) or unsupported_extension (110), with the parameter where it can be seen.",
		Advice:      []string{"client: update the TLS library of the side that sent it"},
	},
	{
		Code: PeerInternalError, Title: "One side failed by itself",
		Explanation: "A side says that it failed for a reason of its own, such as a wrong configuration, a missing key, or no memory. The wire can't say more.",
		Seen:        "internal_error (80).",
		Advice:      []string{"server: look into the log of the side that sent the alert"},
	},
	{
		Code: UserCanceled, Title: "One side canceled",
		Explanation: "A side gave the handshake up for a reason that has nothing to do with TLS, such as a person who pressed a button.",
		Seen:        "user_canceled (90).",
		Advice:      []string{"client: see in its log why it canceled"},
	},
}
