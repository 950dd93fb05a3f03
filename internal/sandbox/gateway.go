package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// GatewayShape is a response of a gateway, a web framework or another API that answers
// in the vendor's place: a wrong base URL, a route that is not deployed, a proxy whose
// upstream is down, a health check. None of them proves anything about a session.
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

// Media types of the shapes.
const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
	mediaHTML    = "text/html; charset=utf-8"
	mediaText    = "text/plain; charset=utf-8"
)

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

// gatewayShape finds a shape by name; the first one is the default.
func gatewayShape(name string) (GatewayShape, bool) {
	shapes := GatewayShapes()
	if name == "" {
		return shapes[0], true
	}
	i := slices.IndexFunc(shapes, func(g GatewayShape) bool { return g.Name == name })
	if i < 0 {
		return GatewayShape{}, false
	}
	return shapes[i], true
}

func gatewayShapeNames() []string {
	var names []string
	for _, shape := range GatewayShapes() {
		names = append(names, shape.Name)
	}
	return names
}

// respond renders the shape for a request.
func (g GatewayShape) respond(r *http.Request) *held {
	h := &held{header: http.Header{}, status: g.Status}
	if g.Body != "" {
		h.header.Set("Content-Type", g.ContentType)
		h.body.WriteString(strings.NewReplacer("{method}", r.Method, "{path}", r.URL.EscapedPath()).Replace(g.Body))
	}
	return h
}
