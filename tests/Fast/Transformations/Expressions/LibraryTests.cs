using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Expressions.Functions;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Expressions;

public sealed partial class LibraryTests
{
    public static TheoryData<string> Names => [.. Library.Catalogue.Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_gives_its_result(string name)
    {
        var spec = Library.Catalogue.Single(spec => spec.Name == name);

        Expressions.ShouldBeJson(Expressions.Constant(spec.Example).Json, spec.Result?.ToJsonString() ?? "null");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_gives_the_same_over_columns(string name)
    {
        var spec = Library.Catalogue.Single(spec => spec.Name == name);
        var literals = Literals().Matches(spec.Example).Select(match => match.Value).Distinct().ToList();
        var records = $"[{{{string.Join(",", literals.Select((literal, i) => $"\"f{i}\":{Expressions.Constant(literal).Json}"))}}}]";
        var expression = Literals().Replace(spec.Example, match => $"f{literals.IndexOf(match.Value)}");
        // Formats, zones and such of operations are the same for every record.
        if (Expressions.Problems(expression, records).Any(problem => problem.Message.Contains("written out here", StringComparison.Ordinal)))
            expression = Literals().Replace(spec.Example, match => match.Value == literals[0] ? "f0" : match.Value);

        Expressions.ShouldBeJson(Expressions.Evaluate(expression, records), $"[{spec.Result?.ToJsonString() ?? "null"}]");
    }

    [Fact]
    public void Every_entry_is_described()
    {
        Library.Catalogue.Count.ShouldBeGreaterThan(100);
        Library.Catalogue.Select(spec => spec.Name).ShouldBeUnique();
        foreach (var spec in Library.Catalogue)
        {
            spec.Description.ShouldEndWith(".");
            spec.Signatures.ShouldNotBeEmpty();
            spec.Signatures.ShouldAllBe(signature => signature.Contains(" -> ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Names_of_functions_take_any_case_and_their_aliases()
    {
        Expressions.Constant("UPPER('a') & Pow(2, 3) & least(2, 1)").Json.ShouldBe("\"A81\"");
        var problems = new Problems();
        Expression.Parse("uper('a')", "$", problems).ShouldBeNull();
        problems.ShouldHaveSingleItem().Message.ShouldBe("position 1: 'uper' is not a function. Did you mean 'upper'?");
    }

    [GeneratedRegex("'([^']|'')*'")]
    private static partial Regex Literals();
}
