package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tlssniff/tlssniff/record"
)

func TestLiveLineTellsTheCauseBeforeTheName(t *testing.T) {
	refused := failed(2, "www.example.com", "handshake_failure", "server")
	refused.Diagnosis = &record.Diagnosis{Cause: "no_shared_cipher_suite"}
	records := []*record.Connection{established(1, "www.example.com", "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519"), refused, connection(3, record.OutcomeIncomplete, "")}
	want := `2024-02-29T02:00:01.123Z  established  192.0.2.10:40001       198.51.100.80:443      TLS 1.3 AES_128_GCM_SHA256          www.example.com
2024-02-29T02:00:02.123Z  failed       192.0.2.10:40002       198.51.100.80:443      no_shared_cipher_suite              www.example.com
2024-02-29T02:00:03.123Z  incomplete   192.0.2.10:40003       198.51.100.80:443      closed by client
`
	if diff := cmp.Diff(want, print(t, "table", Options{Live: true}, run(), records)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
