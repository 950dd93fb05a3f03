package report

import (
	"bytes"
	"fmt"
	"html"
)

// Bars is a chart of horizontal bars, in groups.
type Bars struct {
	Title  string
	Unit   string
	Groups []Group
}

// Group is the bars of one name.
type Group struct {
	Name string
	Bars []Bar
}

// Bar is one value. Bars of the same label have the same colour.
type Bar struct {
	Label string
	Value float64
}

// Measures of the chart, in pixels.
const (
	chartWidth  = 720
	labelWidth  = 150
	valueWidth  = 70
	barHeight   = 14
	barGap      = 3
	groupHeight = 26 // of its name
	titleHeight = 30
)

// colours are told apart on light and on dark ground, and by people who do not see
// red and green apart.
var colours = []string{"#999999", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"}

// SVG draws the chart.
func (b Bars) SVG() []byte {
	var largest float64
	colour := map[string]string{}
	height := titleHeight
	for _, group := range b.Groups {
		height += groupHeight + len(group.Bars)*(barHeight+barGap)
		for _, bar := range group.Bars {
			largest = max(largest, bar.Value)
			if _, known := colour[bar.Label]; !known {
				colour[bar.Label] = colours[len(colour)%len(colours)]
			}
		}
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" font-family="sans-serif" font-size="12">`+"\n", chartWidth, height+barGap)
	fmt.Fprintf(&out, `<title>%s</title>`+"\n", html.EscapeString(b.Title))
	out.WriteString(`<rect width="100%" height="100%" fill="#ffffff"/>` + "\n")
	text := func(x, y int, anchor, weight, content string) {
		fmt.Fprintf(&out, `<text x="%d" y="%d" text-anchor="%s" font-weight="%s" fill="#222222">%s</text>`+"\n", x, y, anchor, weight, html.EscapeString(content))
	}
	text(barGap, titleHeight-12, "start", "bold", b.Title)
	y := titleHeight
	for _, group := range b.Groups {
		text(barGap, y+groupHeight-10, "start", "bold", group.Name)
		y += groupHeight
		for _, bar := range group.Bars {
			width := 0.0
			if largest > 0 {
				width = bar.Value / largest * (chartWidth - labelWidth - valueWidth)
			}
			text(labelWidth-6, y+barHeight-3, "end", "normal", bar.Label)
			fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", labelWidth, y, width, barHeight, colour[bar.Label])
			text(labelWidth+int(width)+5, y+barHeight-3, "start", "normal", fmt.Sprintf("%.1f %s", bar.Value, b.Unit))
			y += barHeight + barGap
		}
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}
