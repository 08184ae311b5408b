// Package fingerprint makes JA3, JA3S and JA4 from hellos. Each comes as the string
// that is compared and as the raw string behind it, which says what it is made of.
//
// Nothing is allocated where the slices that are appended to have room.
package fingerprint
