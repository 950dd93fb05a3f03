package provider

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
)

// summaryAt is the argument that is the summary, or begins it, of each function that
// makes a diagnostic.
var summaryAt = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
	"named": 0, "sessionDiagnostic": 0, "statelessDiagnostic": 0, "stateDiagnostic": 0, "feedbackDiagnostic": 0, "requestFailedDiagnostic": 0,
}

// summariesInSource are the literals in this package of which summaries are made: whole
// ones and parts of them.
func summariesInSource() ([]string, error) {
	files := token.NewFileSet()
	var summaries []string
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
		ast.Inspect(file, func(n ast.Node) bool {
			if made := summaryOf(n); made != nil {
				summaries = append(summaries, literals(made)...)
			}
			return true
		})
	}
	slices.Sort(summaries)
	return slices.Compact(summaries), nil
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

// literals are the strings of an expression, but for those that calls in it are given.
func literals(e ast.Expr) []string {
	var found []string
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return calledName(n.Fun) == "named"
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				found = append(found, text)
			}
		}
		return true
	})
	return found
}
