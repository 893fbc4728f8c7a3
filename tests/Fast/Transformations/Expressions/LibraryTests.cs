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
        // What is calculated ahead for constants must be what the kernel gives for a column: a condition on a field keeps the part from being a constant.
        var literals = Literals().Matches(spec.Example).Where(match => match.Value.Length > 2).Select(match => match.Value).Distinct().ToList();
        var expression = Literals().Replace(spec.Example, match => match.Value.Length > 2 ? $"f{literals.IndexOf(match.Value)}" : match.Value);
        var fields = string.Join(",", literals.Select((literal, i) => $"\"f{i}\":{Expressions.Constant(literal).Json}"));

        Expressions.ShouldBeJson(Expressions.Evaluate(expression, $"[{{{fields}}}]"), $"[{spec.Result?.ToJsonString() ?? "null"}]");
    }

    [Fact]
    public void Every_entry_is_described()
    {
        Library.Catalogue.Count.ShouldBeGreaterThan(70);
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
