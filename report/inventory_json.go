package report

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// InventorySchema is the value of every listed certificate's schema field.
const InventorySchema = "tlssniff.certificate/1"

// listedCertificate is a certificate as JSON has it: what records say of it, and where it was seen.
type listedCertificate struct {
	Schema string `json:"schema"`
	*record.Certificate
	Uses         []string              `json:"uses"`
	DaysLeft     record.Optional[int]  `json:"days_left,omitzero"`
	AsOf         time.Time             `json:"as_of"`
	Connections  int64                 `json:"connections"`
	FirstSeen    record.Time           `json:"first_seen"`
	LastSeen     record.Time           `json:"last_seen"`
	FirstUID     string                `json:"first_uid"`
	Servers      []valueCount          `json:"servers,omitzero"`
	ServerNames  []valueCount          `json:"server_names,omitzero"`
	Clients      []valueCount          `json:"clients,omitzero"`
	Verification *verificationsCounted `json:"verification,omitzero"`
	OCSP         []valueCount          `json:"ocsp,omitzero"`
	SCTs         []valueCount          `json:"scts,omitzero"`
	File         string                `json:"file,omitzero"`
}

// verificationsCounted counts the connections by what came of verifying the certificate in them.
type verificationsCounted struct {
	Statuses []valueCount `json:"statuses"`
	Errors   []valueCount `json:"errors,omitzero"`
}

// valueCount is a value and how often it was seen.
type valueCount struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// values returns the values and how often each was seen, the most frequent first.
func (c *counts) values() []valueCount {
	var all []valueCount
	for _, value := range c.top() {
		all = append(all, valueCount{value, c.of(value)})
	}
	return all
}

// entry returns a certificate as JSON has it.
func (i *inventory) entry(h *holding) listedCertificate {
	e := listedCertificate{
		Schema: InventorySchema, Certificate: h.Certificate, Uses: h.uses, AsOf: i.at,
		Connections: h.connections, FirstSeen: h.first, LastSeen: h.last, FirstUID: h.uid,
		Servers: h.servers.values(), ServerNames: h.names.values(), Clients: h.clients.values(),
		OCSP: h.staples.values(), SCTs: h.scts.values(), File: h.file(),
	}
	if days, known := h.left(i.at); known {
		e.DaysLeft = record.Some(days)
	}
	if statuses := h.statuses.values(); len(statuses) > 0 {
		e.Verification = &verificationsCounted{statuses, h.errors.values()}
	}
	return e
}

// writeNDJSON writes a certificate a line.
func (i *inventory) writeNDJSON(*Summary) error {
	for _, h := range i.listed {
		text, err := encodeJSON(i.entry(h))
		if err != nil {
			return err
		}
		if _, err := i.w.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes the certificates as one array.
func (i *inventory) writeJSON(s *Summary) error {
	array := jsonArray{w: i.w}
	for _, h := range i.listed {
		text, err := encodeJSON(i.entry(h))
		if err != nil {
			return err
		}
		if err := array.Write(bytes.TrimSuffix(text, []byte("\n"))); err != nil {
			return err
		}
	}
	return array.Close(s)
}

// encodeJSON writes a value on one line, with the end of it. What means something to HTML stays as it is.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}
