using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Expressions.Syntax;
using DataAggregator.Transformations.Operations;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>A call whose arguments' types are known, about to become an operator over columns.</summary>
internal sealed class CallBinding(CallSyntax syntax, Node[] arguments, Action<int, string> fail)
{
    /// <summary>The name in the library.</summary>
    public string Name => syntax.Name;

    /// <summary>The arguments.</summary>
    public Node[] Arguments => arguments;

    /// <summary>Tells what is wrong with the call, or with one argument of it.</summary>
    /// <returns>Something that fails for every record, should the expression be used all the same.</returns>
    public Node Fail(string message, int? argument = null, DataType type = DataType.Json)
    {
        fail(argument is { } index ? syntax.Arguments[index].Position : syntax.Position, message);
        return new ErrorNode(type, ExpressionError.WrongType(type) with { Message = message });
    }

    /// <summary>An argument as values of that type, where that loses and guesses nothing; else a problem.</summary>
    public Node Convert(int index, DataType to)
    {
        var argument = arguments[index];
        if (argument.Type == to)
            return argument;
        if (argument is ConstantNode { IsNull: true })
            return ConstantNode.Null(to);
        if (argument is ConstantNode { Text: { } text } && Moment.Is(to))
            return IsoText.TryParse(Encoding.UTF8.GetBytes(text), out var moment) && moment.TryAs(to, out moment) ? ConstantNode.Of(to, moment.Value) : Fail($"'{text}' is no {Signature.TypeName(to)}.", index, to);
        return Conversion.IsImplicit(argument.Type, to)
            ? new ConvertNode(argument, to, ExpressionError.WrongType(to))
            : Fail($"'{Name}' needs {Signature.TypeName(to)} here, not {Signature.TypeName(argument.Type)}.{(Name == "or" && argument.Type == DataType.String ? " Texts are joined by & or concat(), not by ||." : Hint(argument.Type, to))}", index, to);
    }

    /// <summary>Arguments as values of one type: their own where it is the same, decimal for numbers that differ, else json, which holds any.</summary>
    public Node[] Unify(params IReadOnlyList<int> indexes)
    {
        var types = indexes.Select(i => arguments[i]).Where(argument => argument is not ConstantNode { IsNull: true }).Select(argument => argument.Type).Distinct().ToList();
        var type = types switch
        {
            [] => DataType.Json,
            [var only] => only,
            _ when types.TrueForAll(IsNumber) => DataType.Decimal,
            _ => DataType.Json,
        };
        return [.. indexes.Select(i => As(arguments[i], type))];
    }

    /// <summary>The overload that fits, its arguments converted; a problem where none does.</summary>
    public Node Choose(Overload[] overloads)
    {
        var fitting = Array.FindAll(overloads, overload => overload.Signature.Least <= arguments.Length && arguments.Length <= overload.Signature.Most);
        var chosen = Array.Find(fitting, overload => Fits(overload.Signature, (argument, to) => argument.Type == to || argument is ConstantNode { IsNull: true }))
            ?? Array.Find(fitting, overload => Fits(overload.Signature, (argument, to) => Conversion.IsImplicit(argument.Type, to) || argument is ConstantNode { IsNull: true }))
            ?? fitting[0];
        var converted = new Node[arguments.Length];
        for (var i = 0; i < converted.Length; i++)
        {
            var parameter = chosen.Signature.ParameterAt(i);
            converted[i] = parameter.Type is { } type ? Convert(i, type) : arguments[i];
            if (converted[i] is ConstantNode { Text: { } text } && parameter.Check?.Invoke(text) is { } problem)
                return Fail(problem, i, chosen.Signature.Result);
        }

        return new FunctionNode(chosen, converted);
    }

    /// <summary>The field operation, over the first argument, with the others as its parameters.</summary>
    public Node Operate(string name, string[] parameters, Signature signature, params ReadOnlySpan<(string Name, string Value)> given)
    {
        var settings = new JsonObject();
        foreach (var (setting, value) in given)
            settings[setting] = value;
        for (var i = 1; i < arguments.Length; i++)
        {
            if (arguments[i] is not ConstantNode constant)
                return Fail($"'{Name}' needs a value written out here, the same for every record.", i, signature.Result);
            settings[parameters[i - 1]] = constant.Text is { } text ? text : constant.Integer;
        }

        return Operate(name, settings, signature.Parameters[0].Type is { } type ? Convert(0, type) : arguments[0], signature.Result);
    }

    /// <summary>The field operation over a value, with those parameters.</summary>
    public Node Operate(string name, JsonObject settings, Node value, DataType result)
    {
        var problems = new Problems();
        var operation = OperationCatalogue.Create(name, JsonSerializer.SerializeToElement(settings), "", problems);
        var output = problems.Count == 0 ? operation!.Describe(new Field(Name, value.Type, value.Nullable), "", problems) : null;
        return problems.Count == 0 ? new OperationNode(operation!, value, output!) : Fail(problems.First().Message, type: result);
    }

    /// <summary>Whether values of a type can be calculated with.</summary>
    public static bool IsNumber(DataType type) => type is DataType.Int64 or DataType.Decimal or DataType.Double;

    private bool Fits(Signature signature, Func<Node, DataType, bool> fits) =>
        arguments.Select((argument, i) => signature.ParameterAt(i).Type is not { } type || fits(argument, type)).All(fit => fit);

    private static Node As(Node argument, DataType type)
    {
        if (argument.Type == type)
            return argument;
        return argument is ConstantNode { IsNull: true } ? ConstantNode.Null(type) : new ConvertNode(argument, type, ExpressionError.WrongType(type));
    }

    private static string Hint(DataType from, DataType to) => (from, to) switch
    {
        (_, DataType.Json) => " Read text by parse_json(), or make json by to_json().",
        (_, DataType.String) => " Convert it by to_string().",
        (DataType.Date or DataType.Timestamp or DataType.LocalTimestamp or DataType.Time, DataType.Int64 or DataType.Decimal or DataType.Double) =>
            " Move it by date_add(), and count the time between two by date_diff().",
        (DataType.String, DataType.Int64) => " Convert it by to_int().",
        (DataType.String, DataType.Decimal or DataType.Double) => " Convert it by to_decimal(); join texts by & or concat().",
        (_, DataType.Int64) => " Convert it by to_int() or round().",
        (_, DataType.Bool) => " Compare it with something, or convert it by to_bool().",
        (_, DataType.Date) => " Convert it by date().",
        (_, DataType.Timestamp or DataType.LocalTimestamp) => " Convert it by timestamp().",
        _ => "",
    };
}
