package connection

import (
	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// alert is an alert, or the fact that there was one.
type alert struct {
	at        place
	from      reassembly.Side
	level     tlsparse.AlertLevel
	code      tlsparse.AlertDescription
	encrypted bool
}

// readAlerts reads alerts of two bytes each from a record's body (RFC 8446,
// section 6). One may be split between records in SSL 3.0 to TLS 1.2.
func (c *Connection) readAlerts(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	for _, x := range b {
		whole := s.partial.add(x)
		if len(whole) < tlsparse.AlertLen {
			continue
		}
		a, _ := tlsparse.ParseAlert(whole)
		s.partial.clear()
		c.addAlert(alert{at: at, from: from, level: a.Level, code: a.Description})
		c.note(from, at, stepAlert, tlsparse.AlertLen, a.Level.String()+" "+a.Description.String())
	}
}

func (c *Connection) addAlert(a alert) {
	if len(c.alerts) == maxAlerts {
		c.alertsLost++
		return
	}
	c.alerts = append(c.alerts, a)
}

// readHeartbeat notes a heartbeat message (RFC 6520): the length that it claims
// beside the one that it has is what Heartbleed lies about.
func (c *Connection) readHeartbeat(from reassembly.Side, b []byte, at place) {
	s := &c.sides[from]
	if s.partial.n == tlsparse.HeartbeatHeaderLen {
		return
	}
	var header []byte
	for _, x := range b {
		if header = s.partial.add(x); len(header) == tlsparse.HeartbeatHeaderLen {
			break
		}
	}
	if len(header) < tlsparse.HeartbeatHeaderLen {
		return
	}
	h, _ := tlsparse.ParseHeartbeat(header)
	c.note(from, at, stepHeartbeat, s.record.Length, h.Describe(s.record.Length))
	if step := c.last(from, at); step != nil {
		step.claims = int32(h.PayloadLength)
	}
}
