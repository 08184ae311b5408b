package certificate

import (
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"
)

func TestParseTime(t *testing.T) {
	const utc, generalized = asn1.UTCTime, asn1.GeneralizedTime
	tests := []struct {
		tag  asn1.Tag
		text string
		want string // RFC 3339; empty where it is refused
	}{
		{utc, "500101000000Z", "1950-01-01T00:00:00Z"},
		{utc, "491231235959Z", "2049-12-31T23:59:59Z"},
		{utc, "2402291200Z", "2024-02-29T12:00:00Z"},
		{utc, "240229120000", "2024-02-29T12:00:00Z"},
		{utc, "240101000000+0130", "2023-12-31T22:30:00Z"},
		{utc, "240101000000-0130", "2024-01-01T01:30:00Z"},
		{utc, "24010112Z", ""},
		{utc, "230229120000Z", ""},
		{utc, "241301000000Z", ""},
		{utc, "240100000000Z", ""},
		{utc, "240101240000Z", ""},
		{utc, "240101000000Zulu", ""},
		{utc, "240101000000+01", ""},
		{utc, "2401010000 0Z", ""},
		{utc, "", ""},
		{generalized, "20500101000000Z", "2050-01-01T00:00:00Z"},
		{generalized, "2050010100Z", "2050-01-01T00:00:00Z"},
		{generalized, "2050010100.25Z", "2050-01-01T00:15:00Z"},
		{generalized, "205001010001,5Z", "2050-01-01T00:01:30Z"},
		{generalized, "20500101000001.123456789123Z", "2050-01-01T00:00:01.123456789Z"},
		{generalized, "20500101000001.Z", ""},
		{generalized, "99991231235959Z", "9999-12-31T23:59:59Z"},
		{generalized, "99991231235959-0100", ""},
		{generalized, "00000101000000+0100", ""},
		{asn1.OCTET_STRING, "20500101000000Z", ""},
	}
	for _, test := range tests {
		got, err := parseTime(element{tag: test.tag, content: []byte(test.text)})
		if test.want == "" {
			if err == nil {
				t.Errorf("%s was read as %v", test.text, got)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339Nano) != test.want {
			t.Errorf("%s: got %v (%v), want %s", test.text, got, err, test.want)
		}
	}
}
