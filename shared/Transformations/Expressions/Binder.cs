using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Expressions.Functions;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Expressions.Syntax;

namespace DataAggregator.Transformations.Expressions;

/// <summary>Turns an expression as written into operators over the columns of one schema. What has no field in it is calculated there and then.</summary>
/// <param name="schema">The records' fields.</param>
/// <param name="fail">Is told of what does not fit: the position, and what is wrong.</param>
/// <param name="trying">Whether what cannot be calculated is foreseen, being inside <c>try</c>.</param>
internal sealed class Binder(Schema schema, Action<int, string> fail, bool trying = false)
{
    private static readonly TransformContext NoRun = new("", "", DateTimeOffset.UnixEpoch);

    /// <summary>The operator for a part of the expression; where something does not fit, one that fails for every record.</summary>
    public Node Bind(SyntaxNode syntax) => syntax switch
    {
        LiteralSyntax literal => ConstantNode.Of(literal.Type, literal.Value),
        FieldSyntax field => Bind(field),
        CallSyntax call => Bind(call),
        _ => throw new NotSupportedException($"{syntax.GetType().Name} is not known."),
    };

    /// <summary>As <see cref="Bind(SyntaxNode)"/>, the values of a given type.</summary>
    public Node Bind(SyntaxNode syntax, DataType type) => new CallBinding(new CallSyntax(syntax.Position, "expression", [syntax]), [Bind(syntax)], fail).Convert(0, type);

    private Node Bind(FieldSyntax syntax)
    {
        var problems = new Problems();
        if (syntax.Path.Find(schema, "", problems) is { } field)
            return new FieldNode(syntax.Path, field);
        fail(syntax.Position, problems.Single().Message);
        return ConstantNode.Null(DataType.Json);
    }

    private Node Bind(CallSyntax syntax)
    {
        var function = Library.Find(syntax.Name) ?? throw new InvalidOperationException($"'{syntax.Name}' was not found to be unknown.");
        var arguments = syntax.Arguments.Select((argument, i) => syntax.Name == "try" && i == 0 ? new Binder(schema, fail, trying: true).Bind(argument) : Bind(argument)).ToArray();
        var failed = false;
        var node = function.Bind(new CallBinding(syntax, arguments, (position, message) =>
        {
            failed = true;
            fail(position, message);
        }));
        return !failed && function.Spec.Category != Library.Run && Array.TrueForAll(arguments, argument => argument is ConstantNode)
            ? Fold(node, syntax.Position)
            : node;
    }

    private Node Fold(Node node, int position)
    {
        ExpressionError? error = null;
        using var nothing = new RecordBatch(Schema.Empty, [], 1);
        var value = node.Evaluate(new Evaluation(nothing, NoRun, (_, failure) => error = failure), [0]);
        if (error is null)
            return new ConstantNode(value.Column);
        value.Release();
        if (!trying)
            fail(position, error.Message);
        return new ErrorNode(node.Type, error);
    }
}
