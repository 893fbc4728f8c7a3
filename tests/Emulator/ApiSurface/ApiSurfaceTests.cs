using System.Reflection;
using DataAggregator.Emulator;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.ApiSurface;

/// <summary>
/// What compiles against the emulator has to compile against the official packages: its public surface outside our own namespace is a
/// subset of the listings, nullable annotations included. A type may implement fewer interfaces and have fewer members.
/// </summary>
public sealed class ApiSurfaceTests
{
    private static readonly ApiListing Official = ApiListing.Read();

    [Fact]
    public void The_emulators_surface_is_a_subset_of_the_official_one()
    {
        var types = typeof(EmulatorOptions).Assembly.GetTypes().Where(type => IsVisible(type) && type.Namespace?.StartsWith("DataAggregator", StringComparison.Ordinal) == false);
        var problems = types.OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Problems).ToArray();
        types.ShouldContain(typeof(Microsoft.Azure.Functions.Worker.FunctionContext));
        problems.ShouldBeEmpty(string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void A_difference_is_found()
    {
        var problems = Problems(typeof(Microsoft.Azure.Functions.Worker.ApiSurfaceSample)).ToArray();
        problems.ShouldBe(["Microsoft.Azure.Functions.Worker.ApiSurfaceSample: no such official type"]);
        Compare("Microsoft.Azure.Functions.Worker.TimerInfo", ["public bool? IsPastDue { get; set; }"])
            .ShouldHaveSingleItem().ShouldContain("official: public bool IsPastDue { get; set; }");
        Compare("Microsoft.Azure.Functions.Worker.TimerInfo", ["public bool IsPastDue { get; set; }"]).ShouldBeEmpty();
    }

    private static bool IsVisible(Type type) => type.DeclaringType is { } outer
        ? IsVisible(outer) && (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem)
        : type.IsPublic;

    private static IEnumerable<string> Problems(Type type)
    {
        var name = ApiFormatter.FullName(type);
        return Official.Declaration(name) is { } official
            ? DeclarationProblems(type, name, official).Concat(Compare(name, ApiFormatter.Members(type)))
            : [$"{name}: no such official type"];
    }

    private static IEnumerable<string> DeclarationProblems(Type type, string name, string official)
    {
        // Bases of the official declaration stand behind the first colon, constraints behind the last base.
        var declaration = ApiFormatter.Declaration(type);
        var interfaces = ApiFormatter.Interfaces(type).ToArray();
        var (head, bases) = Split(official);
        var (ownHead, ownBases) = Split(declaration);
        if (head != ownHead)
        {
            yield return $"{name}: declared {declaration}; official: {official}";
        }

        var own = ownBases.Concat(interfaces).ToArray();
        if (own.Except(bases).ToArray() is { Length: > 0 } extra)
        {
            yield return $"{name}: {string.Join(", ", extra)} is no base of the official type: {official}";
        }

        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && bases.Count > 0 && ownBases.Count == 0)
        {
            yield return $"{name}: has no base; official: {official}";
        }

        if (Usage(type) != Normal(Official.AttributeUsage(name)))
        {
            yield return $"{name}: AttributeUsage is ({Usage(type)}); official: ({Official.AttributeUsage(name)})";
        }
    }

    private static (string Head, IReadOnlyList<string> Bases) Split(string declaration)
    {
        var start = declaration.IndexOf(" : ", StringComparison.Ordinal);
        if (start < 0 || declaration.Contains(" delegate ", StringComparison.Ordinal) || declaration.Contains(" enum ", StringComparison.Ordinal))
        {
            return (declaration, []);
        }

        var where = declaration.IndexOf(" where ", StringComparison.Ordinal);
        if (where >= 0 && where < start)
        {
            return (declaration, []);
        }

        var end = where < 0 ? declaration.Length : where;
        var head = declaration[..start] + declaration[end..];
        return (head, [.. TopLevel(declaration[(start + 3)..end])]);
    }

    private static IEnumerable<string> TopLevel(string list)
    {
        var depth = 0;
        var begin = 0;
        for (var i = 0; i < list.Length; i++)
        {
            depth += list[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (list[i] == ',' && depth == 0)
            {
                yield return list[begin..i];
                begin = i + 2;
            }
        }

        yield return list[begin..];
    }

    private static IEnumerable<string> Compare(string type, IEnumerable<string> members)
        => members.Where(member => !Official.Members(type).Contains(member)).Select(member => $"{type} . {member}; official: {Nearest(type, member)}");

    private static string Nearest(string type, string member)
    {
        var name = Name(member);
        var same = Official.Members(type).Where(official => Name(official) == name).ToArray();
        return same.Length == 0 ? "no member of that name" : string.Join(" | ", same);
    }

    private static string Name(string member) => member.Split('(', '{', '=')[0].Trim().Split(' ')[^1].Split('<')[0];

    private static string Usage(Type type) => type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage
        ? Normal($"{string.Join(" | ", usage.ValidOn.ToString().Split(", ").Select(target => "AttributeTargets." + target))}, "
            + $"AllowMultiple = {usage.AllowMultiple}, Inherited = {usage.Inherited}")
        : string.Empty;

    private static string Normal(string usage)
    {
        if (usage.Length == 0)
        {
            return usage;
        }

        var targets = usage.Split(',')[0].Split(" | ").Order(StringComparer.Ordinal);
        var multiple = usage.Contains("AllowMultiple = true", StringComparison.OrdinalIgnoreCase);
        var inherited = !usage.Contains("Inherited = false", StringComparison.OrdinalIgnoreCase);
        return $"{string.Join(" | ", targets)}, AllowMultiple = {multiple}, Inherited = {inherited}";
    }
}
