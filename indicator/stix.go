package indicator

import (
	"fmt"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// stixObject reads one object of a STIX 2.1 bundle, and leaves alone what is no indicator.
func (w *walker) stixObject() error {
	var o struct {
		Type        string `json:"type"`
		Name        string `json:"name"`
		Description string `json:"description"`
		Pattern     string `json:"pattern"`
		PatternType string `json:"pattern_type"`
		Revoked     flag   `json:"revoked"`
	}
	ok, err := w.decode(&o)
	switch {
	case !ok || o.Type != "indicator":
		return err
	case bool(o.Revoked):
		w.ignore("revoked")
		return nil
	case o.PatternType != "" && o.PatternType != "stix":
		w.ignore(o.PatternType + " pattern")
		return nil
	}
	line := w.line()
	comparisons, err := parsePattern(o.Pattern)
	if err != nil {
		w.wrong(line, fmt.Errorf("pattern %s: %w", quoted(o.Pattern), err))
		return nil
	}
	for _, c := range comparisons {
		read := stixPaths[strings.ToLower(c.path)]
		if read == nil {
			kind, _, _ := strings.Cut(c.path, ":")
			w.ignore(kind)
			continue
		}
		i, err := read(c.value)
		w.add(i, err, line, finding.High, notes(o.Name, o.Description))
	}
	return nil
}

// stixPaths are the object paths that TLS shows (STIX 2.1, section 6), in lower case and without quotes.
var stixPaths = map[string]func(string) (indicator, error){
	"ipv4-addr:value":                 parseAddress,
	"ipv6-addr:value":                 parseAddress,
	"network-traffic:src_ref.value":   parseAddress,
	"network-traffic:dst_ref.value":   parseAddress,
	"domain-name:value":               parseName,
	"x509-certificate:hashes.sha-1":   parseSHA1,
	"x509-certificate:hashes.sha1":    parseSHA1,
	"x509-certificate:hashes.sha-256": parseSHA256,
	"x509-certificate:hashes.sha256":  parseSHA256,
}
