package connection

import "testing"

func TestProtocolOf(t *testing.T) {
	for first, want := range map[string]string{
		"GET / HTTP/1.1\r\n":                               "http",
		"ehlo x\r\n":                                       "smtp",
		"\x00\x00\x00\x08\x04\xd2\x16\x2f":                 "postgresql",
		"\x00\x00\x00\x08\x04\xd2\x16\x30":                 "postgresql",
		"\x00\x00\x00\x10\x04\xd2\x16\x2e\x00\x00\x00\x01": "postgresql",
		"\x00\x00\x00\x54\x00\x03\x00\x00user\x00":         "postgresql",
		"\x4a\x00\x00\x00\x0a8.0.30\x00":                   "mysql",
		"\x00\x00\x00\x45\xffSMB":                          "smb",
		"\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00":         "unknown",
		"": "unknown",
	} {
		if got := protocolOf([]byte(first)); got != want {
			t.Errorf("%q is %s, want %s", first, got, want)
		}
	}
}
