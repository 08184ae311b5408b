package certificate

import (
	"errors"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"
)

var errTime = errors.New("malformed time")

// parseTime reads a UTCTime or a GeneralizedTime. RFC 5280, section 4.1.2.5
// wants seconds and Z; what BER also allows (no seconds, a fraction, an offset)
// is read too. A time without a zone counts as UTC.
func parseTime(e element) (time.Time, error) {
	d := digits{rest: e.content}
	var year int
	switch e.tag {
	case asn1.UTCTime:
		if year = 1900 + d.two(0, 99); year < 1950 {
			year += 100
		}
	case asn1.GeneralizedTime:
		year = d.two(0, 99)*100 + d.two(0, 99)
	default:
		return time.Time{}, errTime
	}
	month, day, hour := d.two(1, 12), d.two(1, 31), d.two(0, 23)
	var minute, second int
	last := time.Hour // the unit that a fraction is of
	if e.tag == asn1.UTCTime || d.more() {
		minute, last = d.two(0, 59), time.Minute
	}
	if d.more() {
		second, last = d.two(0, 59), time.Second
	}
	fraction := d.fraction(last)
	offset := d.zone()
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if d.broken || len(d.rest) > 0 || t.Day() != day {
		return time.Time{}, errTime
	}
	t = t.Add(fraction - offset)
	if t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}, errTime // RFC 3339 has no such year
	}
	return t, nil
}

// digits is a cursor over a time's text that remembers that it was broken.
type digits struct {
	rest   []byte
	broken bool
}

// more reports whether a digit comes next.
func (d *digits) more() bool {
	return len(d.rest) > 0 && '0' <= d.rest[0] && d.rest[0] <= '9'
}

// two takes a number of two digits within bounds.
func (d *digits) two(low, high int) int {
	v := 0
	for range 2 {
		if !d.more() {
			d.broken = true
			return low
		}
		v = v*10 + int(d.rest[0]-'0')
		d.rest = d.rest[1:]
	}
	if v < low || v > high {
		d.broken = true
	}
	return v
}

// fraction takes a fraction of a unit, if one comes.
func (d *digits) fraction(unit time.Duration) (sum time.Duration) {
	if len(d.rest) == 0 || d.rest[0] != '.' && d.rest[0] != ',' {
		return 0
	}
	d.rest = d.rest[1:]
	if !d.more() {
		d.broken = true
	}
	for ; d.more(); d.rest = d.rest[1:] {
		unit /= 10
		sum += time.Duration(d.rest[0]-'0') * unit
	}
	return sum
}

// zone takes Z, or an offset from UTC, if one comes.
func (d *digits) zone() time.Duration {
	if len(d.rest) == 0 {
		return 0
	}
	sign := d.rest[0]
	d.rest = d.rest[1:]
	switch sign {
	case 'Z':
		return 0
	case '+', '-':
		offset := time.Duration(d.two(0, 23))*time.Hour + time.Duration(d.two(0, 59))*time.Minute
		if sign == '-' {
			return -offset
		}
		return offset
	}
	d.broken = true
	return 0
}
