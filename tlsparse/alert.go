package tlsparse

import "github.com/tlssniff/tlssniff/tlsparse/iana"

// AlertLen is the length of an alert, in bytes.
const AlertLen = 2

// AlertLevel is warning or fatal (RFC 5246, section 7.2).
type AlertLevel uint8

// The alert levels.
const (
	AlertLevelWarning AlertLevel = 1
	AlertLevelFatal   AlertLevel = 2
)

// Valid reports whether the level is one of the two that exist. What comes in an
// alert record with another level is encrypted, or no alert.
func (l AlertLevel) Valid() bool { return l == AlertLevelWarning || l == AlertLevelFatal }

// String returns the level's RFC name, or its value in hex.
func (l AlertLevel) String() string {
	switch l {
	case AlertLevelWarning:
		return "warning"
	case AlertLevelFatal:
		return "fatal"
	}
	return byteName("", false, uint8(l))
}

// AlertDescription says what an alert complains of (RFC 8446, section 6.2; those of
// SSL 3.0, RFC 6101, section 5.4.2, are among them).
type AlertDescription uint8

// The descriptions that something depends on.
const (
	AlertCloseNotify  AlertDescription = 0
	AlertUserCanceled AlertDescription = 90
)

// String returns the description's RFC name, or its value in hex.
func (d AlertDescription) String() string {
	name, ok := iana.AlertName(uint8(d))
	return byteName(name, ok, uint8(d))
}

// Alert is an alert message (RFC 8446, section 6).
type Alert struct {
	Level       AlertLevel
	Description AlertDescription
}

// ParseAlert reads an alert. It reports false if b is shorter than one.
func ParseAlert(b []byte) (Alert, bool) {
	if len(b) < AlertLen {
		return Alert{}, false
	}
	return Alert{AlertLevel(b[0]), AlertDescription(b[1])}, true
}
