package html

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"time"
)

// timePlot is the plot of connections over time.
type timePlot struct {
	Columns    []timeColumn
	Width      int // of the drawing, in columns of ten
	Start, End string
	Step       string
	Most       int64
	// Words says it for those who do not see it.
	Words string
}

// timeColumn is one stretch of time.
type timeColumn struct {
	Link  template.URL
	Words string
	Parts []timePart
}

// timePart is how many had one kind of outcome, with its place in the drawing, which is a hundred high.
type timePart struct {
	Class string
	X     int
	Y, H  string
}

// kindNames are the classes of the parts, and kindWords what they are called.
var (
	kindNames = [kinds]string{"failed", "aborted", "unclear", "established"}
	kindWords = [kinds]string{"failed", "aborted", "incomplete or not TLS", "established"}
)

// plot draws the timeline; nil where there is nothing to compare.
func (t *timeline) plot() *timePlot {
	if len(t.buckets) < 2 {
		return nil
	}
	p := &timePlot{Width: 10 * len(t.buckets), Start: clock(t.start), End: clock(t.start + int64(len(t.buckets))*t.step()), Step: span(widths[t.width])}
	busiest := 0
	for i, bucket := range t.buckets {
		if n := sum(bucket); n > p.Most {
			p.Most, busiest = n, i
		}
	}
	for i, bucket := range t.buckets {
		if sum(bucket) > 0 {
			p.Columns = append(p.Columns, t.column(i, bucket, p.Most))
		}
	}
	p.Words = fmt.Sprintf("Connections over time, from %s to %s. Most in %s: %s.", p.Start, p.End, p.Step, t.words(busiest, t.buckets[busiest]))
	return p
}

// column draws one stretch of time as parts that stand on each other.
func (t *timeline) column(i int, bucket [kinds]int64, most int64) timeColumn {
	from := t.start + int64(i)*t.step()
	c := timeColumn{
		Link:  link("from", instant(from), "until", instant(from+t.step())),
		Words: t.words(i, bucket),
	}
	top := 100.0
	for kind, n := range bucket {
		if n == 0 {
			continue
		}
		height := math.Min(math.Max(100*float64(n)/float64(most), 2), top)
		top -= height
		c.Parts = append(c.Parts, timePart{Class: kindNames[kind], X: 10*i + 1, Y: decimal(top), H: decimal(height)})
	}
	return c
}

// words tells one stretch of time.
func (t *timeline) words(i int, bucket [kinds]int64) string {
	text := clock(t.start + int64(i)*t.step())
	for kind, n := range bucket {
		if n > 0 {
			text += fmt.Sprintf(", %s %s", grouped(n), kindWords[kind])
		}
	}
	return text
}

func sum(bucket [kinds]int64) (n int64) {
	for _, one := range bucket {
		n += one
	}
	return n
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// instant writes a time as the address has it.
func instant(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000") }

// clock writes a time for a person.
func clock(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	if t.Nanosecond() != 0 {
		return t.Format("2006-01-02 15:04:05.000")
	}
	return t.Format("2006-01-02 15:04:05")
}

// span writes how long a bar's time is.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%d h", d/time.Hour)
	case d == day:
		return "a day"
	}
	return fmt.Sprintf("%d days", d/day)
}
