package record

import (
	"fmt"
	"strconv"
	"time"
)

// Time is a packet's time, in nanoseconds since 1970-01-01 UTC. Captures hold
// any time, 0 included, so a Time that may be unknown is an Optional[Time].
type Time int64

// timeZeros is the form of a time: RFC 3339 with all nine digits of its fraction.
// The year of a Time has four digits always: it is between 1677 and 2262.
const timeZeros = "0000-00-00T00:00:00.000000000Z"

// Std returns the time as the standard library has it, in UTC.
func (t Time) Std() time.Time { return time.Unix(0, int64(t)).UTC() }

// AppendText appends the time in RFC 3339 with all nine digits of its fraction.
func (t Time) AppendText(b []byte) ([]byte, error) {
	const perSecond, perDay = 1_000_000_000, 24 * 60 * 60
	second, fraction := floorDiv(int64(t), perSecond)
	day, clock := floorDiv(second, perDay)
	year, month, monthDay := civil(day)

	n := len(b)
	b = append(b, timeZeros...)
	text := (*[len(timeZeros)]byte)(b[n:])
	pair(text[0:], year/100)
	pair(text[2:], year%100)
	pair(text[5:], month)
	pair(text[8:], monthDay)
	pair(text[11:], uint32(clock)/3600)
	pair(text[14:], uint32(clock)/60%60)
	pair(text[17:], uint32(clock)%60)
	rest := uint32(fraction)
	text[28] = '0' + byte(rest%10)
	rest /= 10
	pair(text[26:], rest%100)
	pair(text[24:], rest/1e2%100)
	pair(text[22:], rest/1e4%100)
	pair(text[20:], rest/1e6)
	return b, nil
}

// floorDiv divides, and leaves a rest that is not negative.
func floorDiv(n, by int64) (quotient, rest int64) {
	if quotient, rest = n/by, n%by; rest < 0 {
		return quotient - 1, rest + by
	}
	return quotient, rest
}

// civil returns the date of a day, counted from 1970-01-01. It counts years from March on, so
// that the leap day is the last of one, and eras of 400 years, which are all equally long.
func civil(day int64) (year, month, monthDay uint32) {
	const (
		era, century, year4 = 146_097, 36_524, 1_461
		epoch               = 719_468 // days from 0000-03-01 to 1970-01-01
	)
	d := uint32(day + epoch) // a Time's is not negative
	inEra := d % era
	yearOfEra := (inEra - inEra/(year4-1) + inEra/century - inEra/(era-1)) / 365
	inYear := inEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	fromMarch := (5*inYear + 2) / 153 // months of 31, 30, 31, 30, 31 days are 153
	year, month, monthDay = 400*(d/era)+yearOfEra, fromMarch+3, inYear-(153*fromMarch+2)/5+1
	if month > 12 {
		return year + 1, month - 12, monthDay
	}
	return year, month, monthDay
}

// pair writes a number below 100 as two digits.
func pair(b []byte, n uint32) {
	_ = b[1]
	b[0], b[1] = '0'+byte(n/10), '0'+byte(n%10)
}

// String returns the time in RFC 3339 with all nine digits of its fraction.
func (t Time) String() string {
	b, _ := t.AppendText(make([]byte, 0, len(timeZeros)))
	return string(b)
}

// MarshalJSON encodes the time as a JSON string.
func (t Time) MarshalJSON() ([]byte, error) { return strconv.AppendQuote(nil, t.String()), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Time) UnmarshalJSON(b []byte) error {
	s, err := strconv.Unquote(string(b))
	if err != nil {
		return fmt.Errorf("time %s: %w", b, err)
	}
	std, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return err
	}
	*t = Time(std.UnixNano())
	return nil
}

// Milliseconds is a duration as the record shows it: a JSON number.
type Milliseconds float64

// Since returns the milliseconds from one packet's time to a later one's.
func (t Time) Since(earlier Time) Milliseconds { return Milliseconds(float64(t-earlier) / 1e6) }
