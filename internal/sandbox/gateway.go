package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// GatewayShape is a response of a gateway, a web framework or another API in the vendor's
// place: a wrong base URL, a route that is not deployed, a proxy whose upstream is down, a
// health check. None of them proves anything about a session.
type GatewayShape struct {
	Name        string
	Status      int
	ContentType string
	// Body contains {method} and {path} where the server prints those of the request.
	Body string
}

// Documented reports whether the shape is a response that the vendor's own pages
// describe for the operation. Such a response may prove something, and [FaultGateway]
// leaves these calls alone.
func (g GatewayShape) Documented(vendor, operation string) bool {
	declared, _ := find(vendor)
	return slices.Contains(declared.documentedShapes[operation], g.Name)
}

func (g GatewayShape) itemName() string { return g.Name }

// GatewayShapes lists every shape.
func GatewayShapes() []GatewayShape {
	return []GatewayShape{
		// No such route, by frameworks.
		{"nestjs-404", 404, mediaJSON, `{"message":"Cannot {method} {path}","error":"Not Found","statusCode":404}`},
		{"express-404", 404, mediaJSON, `{"error":"Cannot {method} {path}"}`},
		{"express-404-html", 404, mediaHTML, `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><pre>Cannot {method} {path}</pre></body></html>
`},
		{"fastapi-404", 404, mediaJSON, `{"detail":"Not Found"}`},
		{"django-rest-404", 404, mediaJSON, `{"detail":"Not found."}`},
		{"spring-404", 404, mediaJSON, `{"timestamp":"2026-03-04T12:00:00.000+00:00","status":404,"error":"Not Found","path":"{path}"}`},
		{"rails-404", 404, mediaJSON, `{"status":404,"error":"Not Found"}`},
		{"rails-404-html", 404, mediaHTML, `<!DOCTYPE html>
<html><head><title>The page you were looking for doesn't exist (404)</title></head><body><h1>The page you were looking for doesn't exist.</h1></body></html>
`},
		{"laravel-404", 404, mediaJSON, `{"message":"The route {path} could not be found."}`},
		{"go-404", 404, mediaText, "404 page not found\n"},

		// No such route, by gateways.
		{"kong-404", 404, mediaJSON, `{"message":"no Route matched with those values"}`},
		{"google-404", 404, mediaJSON, `{"error":{"code":404,"message":"Not Found","status":"NOT_FOUND"}}`},
		{"azure-apim-404", 404, mediaJSON, `{"statusCode":404,"message":"Resource not found"}`},
		{"aws-apigateway-403", 403, mediaJSON, `{"message":"Missing Authentication Token"}`},
		{"grpc-gateway-404", 404, mediaJSON, `{"code":5,"message":"Not Found","details":[]}`},
		{"traefik-404", 404, mediaText, "404 page not found\n"},
		{"envoy-404-empty", 404, "", ""},
		{"nginx-404", 404, mediaHTML, nginxPage("404 Not Found")},
		{"nginx-405", 405, mediaHTML, nginxPage("405 Not Allowed")},
		{"cloudflare-403", 403, mediaHTML, cloudflarePage("Attention Required! | Cloudflare", "Sorry, you have been blocked")},
		{"cloudflare-403-json", 403, mediaJSON, `{"success":false,"errors":[{"code":1020,"message":"Access denied"}],"messages":[],"result":null}`},
		{"misdirected-421", 421, mediaText, "Misdirected Request\n"},

		// Not found in the style of well-known APIs.
		{"error-404", 404, mediaJSON, `{"error":"Not Found"}`},
		{"success-false-404", 404, mediaJSON, `{"success":false,"error":"not_found"}`},
		{"problem-404", 404, mediaProblem, `{"type":"about:blank","title":"Not Found","status":404,"instance":"{path}"}`},
		{"problem-410", 410, mediaProblem, `{"type":"about:blank","title":"Gone","status":410}`},
		{"error-410", 410, mediaJSON, `{"error":"Gone"}`},
		{"strapi-404", 404, mediaJSON, `{"data":null,"error":{"status":404,"name":"NotFoundError","message":"Not Found","details":{}}}`},
		{"openai-404", 404, mediaJSON, `{"error":{"message":"Invalid URL ({method} {path})","type":"invalid_request_error","param":null,"code":null}}`},
		{"stripe-404", 404, mediaJSON, `{"error":{"message":"Unrecognized request URL ({method}: {path}).","type":"invalid_request_error","code":null}}`},
		{"jsend-fail-404", 404, mediaJSON, `{"status":"fail","data":{"title":"Not Found"}}`},
		{"status-error-404", 404, mediaJSON, `{"status":"error","message":"Not Found"}`},
		{"status-text-404", 404, mediaJSON, `{"status":"404","message":"Not Found"}`},
		{"error-422", 422, mediaJSON, `{"message":"Unprocessable Entity","statusCode":422}`},
		{"error-409", 409, mediaJSON, `{"error":"Conflict"}`},

		// Another application's authentication.
		{"simplejwt-401", 401, mediaJSON, `{"detail":"Given token not valid for any token type","code":"token_not_valid",` +
			`"messages":[{"token_class":"AccessToken","token_type":"access","message":"Token is invalid or expired"}]}`},
		{"fastapi-401", 401, mediaJSON, `{"detail":"Not authenticated"}`},
		{"django-401", 401, mediaJSON, `{"detail":"Authentication credentials were not provided."}`},
		{"spring-security-401", 401, mediaJSON, `{"timestamp":"2026-03-04T12:00:00.000+00:00","status":401,"error":"Unauthorized","path":"{path}"}`},
		{"message-401", 401, mediaJSON, `{"message":"Unauthorized"}`},
		{"fastapi-405", 405, mediaJSON, `{"detail":"Method Not Allowed"}`},

		// An upstream that is down.
		{"nginx-502", 502, mediaHTML, nginxPage("502 Bad Gateway")},
		{"envoy-503", 503, mediaText, "no healthy upstream"},
		{"cloudflare-502", 502, mediaHTML, cloudflarePage("502: Bad gateway", "Bad gateway")},
		{"cloudflare-530", 530, mediaHTML, cloudflarePage("Origin DNS error | Cloudflare", "Error 1016")},

		// Success, of another application.
		{"health-status-ok", 200, mediaJSON, `{"status":"ok"}`},
		{"health-ok", 200, mediaJSON, `{"ok":true}`},
		{"success", 200, mediaJSON, `{"success":true}`},
		{"success-data-null", 200, mediaJSON, `{"success":true,"data":null}`},
		{"success-false", 200, mediaJSON, `{"success":false,"error":"chat is locked"}`},
		{"queued-202", 202, mediaJSON, `{"status":"queued"}`},
		{"json-array", 200, mediaJSON, `[]`},
		{"json-object", 200, mediaJSON, `{}`},
		{"json-null", 200, mediaJSON, `null`},
		{"empty", 200, "", ""},
		{"created", 201, mediaJSON, `{"id":"1"}`},
		{"redirect-302", 302, mediaHTML, `<a href="/login">Found</a>.` + "\n"},
		{"login-page", 200, mediaHTML, `<!DOCTYPE html>
<html><head><title>Sign in</title></head><body><form method="post" action="/login"><input name="password" type="password"></form></body></html>
`},
		{"list-data", 200, mediaJSON, `{"data":[]}`},
		{"list-total", 200, mediaJSON, `{"total":0,"data":[]}`},
		{"list-openai", 200, mediaJSON, `{"object":"list","data":[],"has_more":false}`},
		{"list-sessions-null", 200, mediaJSON, `{"sessions":null}`},
		{"list-items", 200, mediaJSON, `{"items":[],"total":0}`},
	}
}

func nginxPage(title string) string {
	return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
		"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
}

func cloudflarePage(title, heading string) string {
	return `<!DOCTYPE html>
<html lang="en-US"><head><title>` + title + `</title></head><body><div id="cf-error-details"><h1>` + heading +
		`</h1><p>Cloudflare Ray ID: 8f0c5d2ab1c3e4d5</p></div></body></html>
`
}

// respond renders the shape for a request.
func (g GatewayShape) respond(r *http.Request) *response {
	body := strings.NewReplacer("{method}", r.Method, "{path}", r.URL.EscapedPath()).Replace(g.Body)
	return respondText(g.Status, g.ContentType, body)
}

// HostileID is the id of the session and of the account in hostile bodies.
const HostileID = "00000000-0000-4000-8000-000000000001"

// HostileBodies are the bodies that take the most memory for their size, by what is in
// them. Each is nearly size bytes of JSON in what the vendor documents around a list, a
// session or a history.
func HostileBodies(vendor string, size int) map[string]string {
	const session = `"id":"` + HostileID + `","chatId":"` + HostileID + `"`
	opening := `{` + session + `,"type":"visitor","object":"list","total":0,"limit":100,"offset":0,"pagination_key":null,"` + mustFind(vendor).arrayMember + `":`
	array := func(element string) string { return repeated(opening+"[", element, "]}", size) }
	text := func(piece string) string {
		return fmt.Sprintf(`%s[{%s,"role":"user","content":"%s","parts":[]}]}`, opening, session, strings.Repeat(piece, (size-1000)/len(piece)))
	}
	return map[string]string{
		"zeros":            array("0"),
		"nulls":            array("null"),
		"empty objects":    array("{}"),
		"ids":              array(`{"id":"a","chatId":"a"}`),
		"deep":             array(strings.Repeat("[", 9000) + strings.Repeat("]", 9000)),
		"bare zeros":       repeated("[", "0", "]", size),
		"messages":         repeated(`{`+session+`,"messages":[`, "{}", "]}", size),
		"parts":            repeated(opening+`[{"parts":[`, "{}", "]}]}", size),
		"metadata":         manyMembers(`{`+session+`,"metadata":{`, "}}", size),
		"metadata of many": array(manyMembers(`{"chatId":"a","metadata":{`, "}}", 50_000)),
		"object":           manyMembers("{", "}", size),
		"long text":        text("a"),
		"escaped text":     text(`\n`),
	}
}

// repeated has the element as often as it fits.
func repeated(opening, element, closing string, size int) string {
	n := (size - len(opening) - len(closing)) / (len(element) + 1)
	return opening + strings.Repeat(element+",", max(n, 1)-1) + element + closing
}

// manyMembers has as many members as fit.
func manyMembers(opening, closing string, size int) string {
	var b strings.Builder
	b.WriteString(opening)
	for n := 0; b.Len() < size-20; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"%x":0`, n)
	}
	b.WriteString(closing)
	return b.String()
}
