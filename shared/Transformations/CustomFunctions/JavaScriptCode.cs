using Acornima;
using Acornima.Ast;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>
/// The code of a custom function, checked and made safe to run: every text that + or a template makes goes through a check of its length, for the
/// engine looks at memory only between statements, and a text can grow a million times within one.
/// </summary>
internal sealed class JavaScriptCode
{
    /// <summary>What the sandbox's own names begin with.</summary>
    public const string Reserved = "__aggregator_";

    private const string Check = Reserved + "check";
    private const int MaxLength = 64 * 1024;
    private const int MaxTemplateParts = 32;
    private readonly List<(int Position, string Text)> insertions = [];
    private string? refused;

    private JavaScriptCode()
    {
    }

    /// <summary>The code as a function of the sandbox's check and freeze that gives <c>transform</c>; null and a problem when it cannot be used.</summary>
    public static string? Prepare(string code, string path, Problems problems)
    {
        if (code.Length > MaxLength)
        {
            problems.Add(path, $"is more than {MaxLength / 1024} KB of code.");
            return null;
        }

        var prepared = new JavaScriptCode();
        try
        {
            var script = new Parser(new ParserOptions { OnNode = prepared.Look }).ParseScript(code, strict: true);
            var constants = prepared.TopLevel(script);
            if (prepared.refused is null)
                return $"(function ({Check}, {Reserved}freeze) {{ 'use strict'; {prepared.Instrumented(code)}\n{Reserved}freeze({string.Join(", ", constants)}); return transform; }})";
            problems.Add(path, prepared.refused);
        }
        catch (ParseErrorException exception)
        {
            problems.Add(path, $"is no JavaScript: {exception.Message}");
        }
        catch (InsufficientExecutionStackException)
        {
            problems.Add(path, "is nested too deep.");
        }

        return null;
    }

    private void Look(Node node, in OnNodeContext context)
    {
        switch (node)
        {
            case BinaryExpression { Operator: Operator.Addition } or AssignmentExpression { Operator: Operator.AdditionAssignment }:
                Wrap(node);
                break;
            case TemplateLiteral template when template.Expressions.Count > MaxTemplateParts:
                Refuse(node, $"has a template of more than {MaxTemplateParts} parts; build the text in pieces");
                break;
            case TemplateLiteral { Expressions.Count: > 0 } template:
                Wrap(template);
                break;
            case BigIntLiteral:
                Refuse(node, "has a BigInt, which custom functions do not know; numbers of more than 15 digits are texts in records");
                break;
            case AwaitExpression or ImportExpression or FunctionDeclaration { Async: true } or FunctionExpression { Async: true } or ArrowFunctionExpression { Async: true }:
                Refuse(node, "waits for something (async, await, import), but there is nothing to wait for");
                break;
            case TaggedTemplateExpression:
                Refuse(node, "has a tagged template; call the function instead");
                break;
            case Identifier identifier when identifier.Name.StartsWith(Reserved, StringComparison.Ordinal):
                Refuse(node, $"uses a name that begins with {Reserved}, which is kept for the sandbox");
                break;
        }
    }

    /// <summary>What stands outside functions: functions, among them <c>transform</c>, and constants that no call computes, so that nothing is kept from record to record.</summary>
    private List<string> TopLevel(Script script)
    {
        var names = new List<string>();
        foreach (var statement in script.Body)
        {
            if (statement is FunctionDeclaration function)
                names.Add(function.Id!.Name);
            else if (statement is VariableDeclaration { Kind: VariableDeclarationKind.Const } constants && constants.Declarations.All(IsConstant))
                names.AddRange(constants.Declarations.Select(declaration => ((Identifier)declaration.Id).Name));
            else if (statement is not (EmptyStatement or Directive))
                Refuse(statement, "has something else than functions and constants outside its functions; a constant is a value written out, not a call");
        }

        if (!names.Contains("transform"))
            refused ??= "must define function transform(record) { ... }, which gives the record, null to leave it out, or a list of records.";
        return names;
    }

    private static bool IsConstant(VariableDeclarator declaration) => declaration.Id is Identifier && declaration.Init is { } value && IsConstant(value);

    private static bool IsConstant(Node value) => value switch
    {
        Literal or FunctionExpression or ArrowFunctionExpression => true,
        TemplateLiteral template => template.Expressions.Count == 0,
        UnaryExpression { Operator: Operator.UnaryNegation or Operator.UnaryPlus } unary => IsConstant(unary.Argument),
        ArrayExpression array => array.Elements.All(item => item is not null && IsConstant(item)),
        ObjectExpression @object => @object.Properties.All(member => member is ObjectProperty { Computed: false } property && IsConstant(property.Value)),
        _ => false,
    };

    private void Wrap(Node node)
    {
        insertions.Add((node.Start, $"{Check}("));
        insertions.Add((node.End, ")"));
    }

    private void Refuse(Node node, string what) => refused ??= $"{what} (line {node.Location.Start.Line}, column {node.Location.Start.Column + 1}).";

    // Nodes come inner ones first. At one position all beginnings are the same text, and so are all ends.
    private string Instrumented(string code)
    {
        var result = new System.Text.StringBuilder(code);
        foreach (var (position, text) in insertions.OrderByDescending(insertion => insertion.Position).ThenByDescending(insertion => insertion.Text.Length))
            result.Insert(position, text);
        return result.ToString();
    }
}
