package indicator

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
)

// The columns that are read, as MISP, abuse.ch and people call them, in lower case.
var (
	typeColumns  = []string{"type", "ioc_type", "indicator_type"}
	valueColumns = []string{"value", "ioc_value", "indicator", "ioc"}
	portColumns  = []string{"dstport", "dst_port", "port"}
	noteColumns  = []string{
		"event_info", "info", "malware_printable", "malware", "listingreason", "listing_reason", "reason", "threat_type",
		"description", "comment",
	}
	// ofOneType are columns of values whose type needs no other. A hash is a certificate's here, as in SSLBL.
	ofOneType = map[string]string{
		"dstip": "ip", "dst_ip": "ip", "srcip": "ip", "src_ip": "ip", "ip": "ip", "ip_address": "ip", "address": "ip", "network": "ip",
		"sha1": "certificate_sha1", "sha256": "certificate_sha256", "ja3_md5": "ja3", "ja3": "ja3", "ja3s": "ja3s", "ja4": "ja4",
		"domain": "domain", "hostname": "hostname", "host": "host", "fqdn": "fqdn", "sni": "sni",
	}
)

// header says which column of a list holds what; -1 stands for none.
type header struct {
	value, typ, port, severity, forDetection int
	// valueType is what the value is where no column tells its type.
	valueType string
	notes     []int
}

// readHeader understands a line as the columns' names, if it has one of a value.
func readHeader(fields []string) (*header, bool) {
	var names []string
	for _, f := range fields {
		names = append(names, strings.ToLower(strings.TrimSpace(f)))
	}
	column := func(of ...string) int {
		return slices.IndexFunc(names, func(name string) bool { return slices.Contains(of, name) })
	}
	h := &header{
		value: column(valueColumns...), typ: column(typeColumns...), port: column(portColumns...),
		severity: column("severity"), forDetection: column("to_ids"),
	}
	if h.value < 0 {
		h.value = slices.IndexFunc(names, func(name string) bool { return ofOneType[name] != "" })
		if h.value < 0 {
			return nil, false
		}
		h.valueType = ofOneType[names[h.value]]
	}
	for _, name := range noteColumns {
		if i := column(name); i >= 0 {
			h.notes = append(h.notes, i)
		}
	}
	return h, true
}

// isCSV reports whether the first line that is no comment has several columns.
func isCSV(start []byte) bool {
	for line := range bytes.Lines(start) {
		line = bytes.TrimSpace(line)
		value, _, _ := bytes.Cut(line, []byte("#"))
		if len(value) > 0 {
			return bytes.IndexByte(value, ',') >= 0
		}
	}
	return false
}

// csv reads one indicator a line. The columns are named by the first line, or by
// a comment before it, or told by the form of what is in them.
func (l *loader) csv(r *bufio.Reader) error {
	columns, before, err := commentedHeader(r)
	if err != nil {
		return err
	}
	lines := csv.NewReader(r)
	lines.Comment, lines.FieldsPerRecord = '#', -1
	lines.LazyQuotes, lines.ReuseRecord, lines.TrimLeadingSpace = true, true, true
	for first := true; ; first = false {
		fields, err := lines.Read()
		var wrong *csv.ParseError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &wrong):
			l.wrong(before+wrong.StartLine, wrong.Err)
			continue
		case err != nil:
			return err
		}
		if first {
			if h, ok := readHeader(fields); ok {
				columns = h
				continue
			}
		}
		at, _ := lines.FieldPos(0)
		if at += before; columns != nil {
			l.row(columns, fields, at)
		} else {
			l.bareRow(fields, at)
		}
	}
}

// commentedHeader reads the comments before the first line, of which one may name the columns.
func commentedHeader(r *bufio.Reader) (columns *header, lines int, err error) {
	for {
		start, err := r.Peek(1)
		if err != nil || start[0] != '#' {
			if err == io.EOF {
				err = nil
			}
			return columns, lines, err
		}
		line, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, 0, err
		}
		lines++
		if fields, err := csv.NewReader(strings.NewReader(strings.Trim(line, "# \r\n"))).Read(); err == nil && len(fields) > 1 {
			if h, ok := readHeader(fields); ok {
				columns = h
			}
		}
	}
}

// row reads a line whose columns are known.
func (l *loader) row(h *header, fields []string, line int) {
	field := func(i int) string {
		if i < 0 || i >= len(fields) {
			return ""
		}
		return strings.TrimSpace(fields[i])
	}
	var all []string
	for _, i := range h.notes {
		all = append(all, field(i))
	}
	value, typ := field(h.value), h.valueType
	if h.typ >= 0 {
		typ = field(h.typ)
	}
	if h.valueType == "ip" && field(h.port) != "" && !strings.Contains(value, "/") {
		value, typ = value+"|"+field(h.port), "ip-dst|port"
	}
	severity, err := finding.ParseSeverity(strings.ToLower(field(h.severity)))
	if err != nil {
		severity = finding.High
	}
	switch unused := field(h.forDetection); {
	case h.forDetection >= 0 && (unused == "0" || strings.EqualFold(unused, "false")):
		l.ignore("not for detection")
	case typ == "":
		i, err := parse(value)
		l.add(i, err, line, severity, notes(all...))
	default:
		l.typed(typ, value, line, severity, notes(all...))
	}
}

// typed takes a value of a type as lists name it.
func (l *loader) typed(typ, value string, line int, severity finding.Severity, note string) {
	i, err := parseAs(typ, value)
	if err == errKind {
		l.ignore(typ)
		return
	}
	l.add(i, err, line, severity, note)
}

// typeForm is that of a type's name, which no value has.
var typeForm = regexp.MustCompile(`^[a-z][a-z0-9_|:-]{1,29}$`)

// bareRow reads a line whose columns nobody names: a type, the value and notes, or the
// value, which its form tells, among notes.
func (l *loader) bareRow(fields []string, line int) {
	if typ := strings.ToLower(strings.TrimSpace(fields[0])); len(fields) > 1 && typeForm.MatchString(typ) {
		l.typed(typ, fields[1], line, finding.High, notes(fields[2:]...))
		return
	}
	for n, f := range fields {
		f = strings.TrimSpace(f)
		if i, err := parse(f); err == nil {
			l.add(i, nil, line, finding.High, notes(fields[n+1:]...))
			return
		}
	}
	if kind := notTLS(strings.Join(fields, " ")); kind != "" {
		l.ignore(kind)
		return
	}
	l.wrong(line, errors.New("there is no address, network, name, JA3, JA4 or certificate's hash in it"))
}
