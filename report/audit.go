package report

import (
	"io"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// Audit says what an audit tells of the connections, in which form.
type Audit struct {
	Format string // one of AuditFormats
	// By groups the connections by one of AuditGroups; "" tells of all of them together.
	By string
	// Within is how soon certificates must expire to be told.
	Within time.Duration
	AsOf   AsOf
}

// audit is the report that adds connections up: for all of them, or a row for each
// value of what they are grouped by. It keeps no connection.
type audit struct {
	w       io.Writer
	options Options
	ask     Audit
	take    func(*digest)
	write   func(*audit, *Summary) error
	survey  *survey // of all; nil where they are grouped
	groups  *groups // nil where they are not
}

// auditFormats are all there are.
var auditFormats = choices[func(*audit, *Summary) error]{
	{"table", (*audit).writeTable},
	{"csv", (*audit).writeCSV},
	{"json", (*audit).writeJSON},
}

// AuditFormats names the forms that an audit can have, the default first.
func AuditFormats() []string { return auditFormats.names() }

// NewAudit returns a reporter that adds connections up and writes what they amount to to w.
func NewAudit(w io.Writer, o Options, ask Audit) (Reporter, error) {
	if o.Width <= 0 {
		o.Width = 80
	}
	write, err := auditFormats.format(ask.Format, " for a summary")
	if err != nil {
		return nil, err
	}
	a := &audit{w: w, options: o, ask: ask, write: write}
	if ask.By == "" {
		a.survey = newSurvey()
		a.take = a.survey.add
		return a, nil
	}
	groups, err := newGroups(ask.By)
	if err != nil {
		return nil, err
	}
	a.groups, a.take = groups, groups.add
	return a, nil
}

// Streaming is true because the order in which connections come does not matter: nothing waits in a spool.
func (*audit) Streaming() bool { return true }

func (*audit) Encode(dst []byte, c *record.Connection) []byte { return encodeDigest(dst, c) }

func (a *audit) Write(encoded []byte) error {
	d := decodeDigest(string(encoded))
	a.take(&d)
	return nil
}

func (a *audit) Close(s *Summary) error { return a.write(a, s) }

func (a *audit) writeTable(s *Summary) error {
	var b strings.Builder
	write := a.drawGroups
	if a.survey != nil {
		write = a.drawSurvey
	}
	if err := write(&b, s); err != nil {
		return err
	}
	_, err := io.WriteString(a.w, b.String())
	return err
}

func (a *audit) writeJSON(s *Summary) error {
	value := a.grouped
	if a.survey != nil {
		value = a.surveyed
	}
	text, err := encodeJSON(value(s))
	if err == nil {
		_, err = a.w.Write(text)
	}
	return err
}

func (a *audit) writeCSV(s *Summary) error {
	encode := a.groupsCSV
	if a.survey != nil {
		encode = a.surveyCSV
	}
	_, err := a.w.Write(encode(s))
	return err
}
