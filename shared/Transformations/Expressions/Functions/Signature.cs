using System.Collections.Frozen;
using System.Text.RegularExpressions;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>
/// What a function takes and gives, read from the line that documents it:
/// <c>round(number: decimal, digits: int64 = 0) -> decimal</c>. A <c>?</c> after a type takes or gives null, <c>...</c> repeats it.
/// </summary>
internal sealed partial class Signature
{
    private static readonly FrozenDictionary<string, DataType> Types = Enum.GetValues<DataType>().ToFrozenDictionary(TypeName);

    public Signature(string text)
    {
        var match = Grammar().Match(text);
        Text = text;
        Name = match.Groups["name"].Value;
        Parameters = [.. match.Groups["parameter"].Captures.Select(parameter => Read(parameter.Value))];
        Result = Types[match.Groups["result"].Value];
        MayGiveNull = match.Groups["null"].Success;
    }

    /// <summary>The line.</summary>
    public string Text { get; }

    /// <summary>The function.</summary>
    public string Name { get; }

    /// <summary>What it takes.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>The type of what it gives.</summary>
    public DataType Result { get; }

    /// <summary>Whether it may give null although it was given none.</summary>
    public bool MayGiveNull { get; }

    /// <summary>The fewest arguments.</summary>
    public int Least => Parameters.Count(parameter => !parameter.Optional);

    /// <summary>The most arguments.</summary>
    public int Most => Parameters is [.., { Repeated: true }] ? int.MaxValue : Parameters.Length;

    /// <summary>How a type is called in the language.</summary>
    public static string TypeName(DataType type) => DeclaredSchema.NameOf(type);

    /// <summary>The parameter of the argument at that position.</summary>
    public Parameter ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Length - 1)];

    private static Parameter Read(string text)
    {
        var match = ParameterGrammar().Match(text);
        var type = match.Groups["type"].Value;
        Func<string, string?>? check = type switch
        {
            "pattern" => Patterns.Check,
            "unit" => DateUnits.Check,
            "zone" => Zones.Check,
            _ => null,
        };
        return new Parameter(
            match.Groups["name"].Value,
            type == "any" ? null : check is not null ? DataType.String : Types[type],
            match.Groups["null"].Success,
            match.Groups["default"].Success,
            match.Groups["repeated"].Success,
            check);
    }

    [GeneratedRegex(@"^(?<name>[^(]+)\(((?<parameter>[^,)]+)(, )?)*\) -> (?<result>\w+)(?<null>\?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();

    [GeneratedRegex(@"^(?<name>\w+): (?<type>\w+)(?<null>\?)?(?<repeated>\.\.\.)?(?<default> = .+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterGrammar();
}
