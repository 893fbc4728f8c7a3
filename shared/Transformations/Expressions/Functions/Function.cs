using System.Text.Json.Nodes;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Expressions.Nodes;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>An entry of the function library.</summary>
/// <param name="Spec">What it says of itself.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="Bind">Makes the operator over columns once the types of the arguments are known.</param>
internal sealed record Function(FunctionSpec Spec, int Least, int Most, Func<CallBinding, Node> Bind)
{
    /// <summary>A function that is one kernel for each way to call it. Where several fit, the first whose types match exactly is taken, else the first.</summary>
    /// <param name="category">The group.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">An expression that uses it.</param>
    /// <param name="result">What the example gives, as JSON.</param>
    /// <param name="overloads">The ways to call it: the line that documents it, and the kernel.</param>
    public static Function Of(string category, string description, string example, string result, params ReadOnlySpan<(string Signature, Action<Invocation> Kernel)> overloads)
    {
        var ways = new Overload[overloads.Length];
        for (var i = 0; i < ways.Length; i++)
            ways[i] = new Overload(new Signature(overloads[i].Signature), overloads[i].Kernel);
        var spec = new FunctionSpec(ways[0].Signature.Name, category, [.. ways.Select(way => way.Signature.Text)], description, example, JsonNode.Parse(result));
        return new Function(spec, ways.Min(way => way.Signature.Least), ways.Max(way => way.Signature.Most), call => call.Choose(ways));
    }

    /// <summary>A function that is a field operation. Arguments beyond the first are the operation's parameters and must be written out.</summary>
    /// <param name="category">The group.</param>
    /// <param name="operation">The operation's name.</param>
    /// <param name="parameters">What the arguments beyond the first are called there.</param>
    /// <param name="signature">The line that documents the function.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">An expression that uses it.</param>
    /// <param name="result">What the example gives, as JSON.</param>
    /// <param name="settings">Parameters that the function itself sets.</param>
    public static Function Operation(string category, string operation, string[] parameters, string signature, string description, string example, string result, params (string Name, string Value)[] settings)
    {
        var line = new Signature(signature);
        var spec = new FunctionSpec(line.Name, category, [signature], description, example, JsonNode.Parse(result));
        return new Function(spec, line.Least, line.Most, call => call.Operate(operation, parameters, line, settings));
    }

    /// <summary>A function or operator whose types or order of evaluation follow rules of their own.</summary>
    public static Function Special(string name, string category, string signature, string description, string example, string result, int least, int most, Func<CallBinding, Node> bind) =>
        new(new FunctionSpec(name, category, [signature], description, example, JsonNode.Parse(result)), least, most, bind);
}
