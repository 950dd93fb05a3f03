package provider

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// summaryAt is the argument that is the summary, or begins it, of each function that
// makes a diagnostic.
var summaryAt = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
	"named": 0, "sessionDiagnostic": 0, "statelessDiagnostic": 0, "stateDiagnostic": 0, "stateFailure": 0, "failureDiagnostic": 0, "feedbackDiagnostic": 0, "requestFailedDiagnostic": 0,
	"failed": 0, "send": 1,
}

// What the whole run is held to at its end, as far as it shows without one.
func TestSummariesInSource(t *testing.T) {
	t.Parallel()
	summaries, err := summariesInSource()
	if err != nil || len(summaries) < 70 {
		t.Errorf("%d summaries, %v", len(summaries), err)
	}
	for seen, want := range map[string][]string{
		"Invalid import":         {"Invalid …", "… left open"},
		"Invalid url":            {"Invalid import", "… left open"},
		"Invalid Attribute Type": {"Invalid import", "Invalid …", "… left open"},
		"3 sessions left open":   {"Invalid import", "Invalid …"},
	} {
		log := diagnosticLog{texts: map[string]map[string]string{seen: {}}}
		expectSame(t, "missing after "+seen, log.missing([]string{"Invalid import", "Invalid …", "… left open"}), want)
	}
}

// summariesInSource are the summaries that this package can give. What is not written
// down in one is "…". A summary that cannot be told from the source is an error.
func summariesInSource() ([]string, error) {
	files := token.NewFileSet()
	var summaries []string
	var untold []error
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			return nil, err
		}
		for _, declared := range file.Decls {
			ast.Inspect(declared, func(n ast.Node) bool {
				switch made := summaryOf(n); {
				case made == nil || toldElsewhere(made, declared):
				case titleOf(made) == "…":
					untold = append(untold, fmt.Errorf("%s: which summaries are these?", files.Position(made.Pos())))
				default:
					summaries = append(summaries, titleOf(made))
				}
				return true
			})
		}
	}
	slices.Sort(summaries)
	return slices.Compact(summaries), errors.Join(untold...)
}

// summaryOf is the expression of a summary: an argument, or the value of a name that
// says so.
func summaryOf(n ast.Node) ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		if at, ok := summaryAt[calledName(n.Fun)]; ok && at < len(n.Args) {
			return n.Args[at]
		}
	case *ast.ValueSpec:
		if len(n.Values) == 1 && n.Names[0].Name == "summary" {
			return n.Values[0]
		}
	case *ast.AssignStmt:
		if name, ok := n.Lhs[0].(*ast.Ident); ok && name.Name == "summary" {
			return n.Rhs[0]
		}
	}
	return nil
}

func calledName(called ast.Expr) string {
	switch called := called.(type) {
	case *ast.Ident:
		return called.Name
	case *ast.SelectorExpr:
		return called.Sel.Name
	}
	return ""
}

// toldElsewhere reports whether a summary is one that summaryOf finds in another place:
// that of a diagnostic that was made before, what named is given, what a function in
// summaryAt is given, or a summary that has a name.
func toldElsewhere(made ast.Expr, in ast.Decl) bool {
	switch made := made.(type) {
	case *ast.CallExpr:
		called := calledName(made.Fun)
		return called == "named" || called == "Summary" && len(made.Args) == 0
	case *ast.Ident:
		function, ok := in.(*ast.FuncDecl)
		if !ok || made.Name != "summary" {
			return false
		}
		at := 0
		for _, parameter := range function.Type.Params.List {
			for _, name := range parameter.Names {
				if name.Name == "summary" {
					given, ok := summaryAt[function.Name.Name]
					return ok && given == at
				}
				at++
			}
		}
		declared := false
		ast.Inspect(function.Body, func(n ast.Node) bool {
			_, called := n.(*ast.CallExpr)
			declared = declared || !called && summaryOf(n) != nil
			return true
		})
		return declared
	}
	return false
}

// titleOf writes down an expression, as far as it is made of literals.
func titleOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return titleOf(e.X) + titleOf(e.Y)
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	}
	return "…"
}
