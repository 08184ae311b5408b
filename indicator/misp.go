package indicator

import (
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// event is what a MISP event says of all its attributes.
type event struct {
	info  string
	level string // threat_level_id
}

// threatLevels are MISP's; 4 is undefined.
var threatLevels = map[string]finding.Severity{"1": finding.High, "2": finding.Medium, "3": finding.Low}

func (e *event) severity() finding.Severity {
	if s, ok := threatLevels[e.level]; ok {
		return s
	}
	return finding.High
}

// attribute reads one attribute of MISP's core format. It may name its event itself.
func (w *walker) attribute(e *event) error {
	var a struct {
		Type     string `json:"type"`
		Relation string `json:"object_relation"`
		Value    string `json:"value"`
		Comment  string `json:"comment"`
		ToIDs    *flag  `json:"to_ids"`
		Deleted  flag   `json:"deleted"`
		Event    struct {
			Info  string `json:"info"`
			Level string `json:"threat_level_id"`
		} `json:"Event"`
	}
	if ok, err := w.decode(&a); !ok {
		return err
	}
	of := *e
	if a.Event.Info != "" {
		of = event{a.Event.Info, a.Event.Level}
	}
	typ := a.Type
	if typ == "text" && strings.HasPrefix(a.Relation, "ja4") {
		typ = a.Relation
	}
	switch {
	case bool(a.Deleted):
		w.ignore("deleted")
	case a.ToIDs != nil && !bool(*a.ToIDs):
		w.ignore("not for detection")
	default:
		w.typed(typ, a.Value, w.line(), of.severity(), notes(of.info, a.Comment))
	}
	return nil
}
