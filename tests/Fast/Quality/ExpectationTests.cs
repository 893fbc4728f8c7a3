using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Tests.Fast.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Quality;

public sealed class ExpectationTests
{
    private const string Records = """
        [{"id":1,"status":"new","price":10.5,"at":"2026-01-02T10:00:00Z"},{"id":2,"status":"paid","price":20,"at":"2026-01-01T00:00:00Z"},
         {"id":2,"status":null,"price":-3.25,"at":"2026-01-01T00:00:00Z"},{"id":"2","status":"lost","price":1,"at":"2026-01-01T00:00:00Z"}]
        """;

    [Theory]
    [InlineData("""{"type":"row_count","min":4,"max":4}""", true)]
    [InlineData("""{"type":"row_count","min":5}""", false)]
    [InlineData("""{"type":"null_ratio","field":"status","max":0.25}""", true)]
    [InlineData("""{"type":"null_ratio","field":"status","max":0.2}""", false)]
    [InlineData("""{"type":"distinct_count","field":"status","min":3,"max":3}""", true)]
    [InlineData("""{"type":"distinct_count","field":"status","min":4}""", false)]
    [InlineData("""{"type":"value_range","field":"price","min":-3.25,"max":20}""", true)]
    [InlineData("""{"type":"value_range","field":"price","min":0}""", false)]
    [InlineData("""{"type":"value_range","field":"price","max":19.99}""", false)]
    [InlineData("""{"type":"value_range","field":"status","max":1}""", false)]
    [InlineData("""{"type":"mean","field":"price","min":7,"max":7.1}""", true)]
    [InlineData("""{"type":"mean","field":"price","max":7}""", false)]
    [InlineData("""{"type":"values_in","field":"status","values":["new","paid","lost"]}""", true)]
    [InlineData("""{"type":"values_in","field":"status","values":["new","paid"]}""", false)]
    [InlineData("""{"type":"values_in","field":"price","values":[10.50,20.0,1,-3.25]}""", true)]
    [InlineData("""{"type":"values_in","field":"price","values":["10.5","20","1","-3.25"]}""", false)]
    [InlineData("""{"type":"freshness","field":"at","max_age":"2h"}""", true)]
    [InlineData("""{"type":"freshness","field":"at","max_age":"30m"}""", false)]
    [InlineData("""{"type":"freshness","field":"price","max_age":"1d"}""", false)]
    [InlineData("""{"type":"null_ratio","field":"nothing","max":1}""", false)]
    public void An_expectation_is_met_or_not(string expectation, bool passed) => Judge(expectation).Passed.ShouldBe(passed, Judge(expectation).ToString());

    [Fact]
    public void A_key_is_told_apart_by_all_its_fields_and_types()
    {
        var checks = Checks([Expectation("""{"type":"unique","field":"id"}"""), Expectation("""{"type":"unique","fields":["id","status"]}""")]);

        checks.Keys[0].Keys.Count.ShouldBe(4);
        checks.Keys[1].Keys.Distinct().Count().ShouldBe(3);
        // The field is json here, since its values differ in type: 2 and "2" are two keys.
        checks.Keys[0].Keys.Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"type":"distribution_change","field":"status"}""", true, false)]
    [InlineData("""{"type":"distribution_change","field":"status","metric":"null_ratio","max":0.2}""", true, false)]
    [InlineData("""{"type":"distribution_change","field":"price","metric":"mean"}""", true, false)]
    [InlineData("""{"type":"distribution_change","metric":"row_count"}""", true, true)]
    public void A_run_is_compared_with_earlier_ones(string expectation, bool same, bool other)
    {
        var different = Profile("""[{"status":null,"price":100},{"status":"x","price":100},{"status":"x","price":100},{"status":null,"price":100}]""");

        Judge(expectation, Profile(Records), Profile(Records)).Passed.ShouldBe(same);
        Judge(expectation, different).Passed.ShouldBe(other);
        Judge(expectation).Actual.ShouldBe("no earlier run to compare with");
    }

    [Theory]
    [InlineData("""{"type":"row_cuont","min":1}""", "$.type", "Did you mean 'row_count'?")]
    [InlineData("""{"type":"row_count"}""", "$.max", "required")]
    [InlineData("""{"type":"row_count","field":"a","min":1}""", "$.field", "leave it out")]
    [InlineData("""{"type":"null_ratio","max":0.1}""", "$.field", "required")]
    [InlineData("""{"type":"null_ratio","field":"a","min":0.2,"max":0.1}""", "$.min", "greater than max")]
    [InlineData("""{"type":"mean","field":"a","max":"many"}""", "$.max", "must be a number")]
    [InlineData("""{"type":"values_in","field":"a"}""", "$.values", "required")]
    [InlineData("""{"type":"freshness","field":"a","max_age":"soon"}""", "$.max_age", "36h")]
    [InlineData("""{"type":"unique","field":"a","max":1}""", "$.max", "no meaning")]
    public void What_is_wrong_with_an_expectation_is_told_with_its_path(string json, string path, string message)
    {
        var problems = new Problems();
        ConfigBinder.Bind<Expectation>(JsonSerializer.Deserialize<JsonElement>(json), "$", problems)?.Validate("$", problems);

        var problem = problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(message);
    }

    private static ExpectationResult Judge(string json, params RecordProfile[] earlier)
    {
        var expectation = Expectation(json);
        var now = new DateTimeOffset(2026, 1, 2, 11, 0, 0, TimeSpan.Zero);
        return new ExpectationJudge(Profile(Records), Checks([expectation]).Counts, new Dictionary<int, long?>(), earlier, now).Judge([expectation])[0];
    }

    private static RecordChecks Checks(IReadOnlyList<Expectation> expectations)
    {
        var checks = new RecordChecks(expectations);
        using var batch = JsonRecords.Parse(Records);
        checks.Add(batch);
        return checks;
    }

    private static RecordProfile Profile(string json)
    {
        var profiler = new RecordProfiler(ProfileMode.Full);
        using var batch = JsonRecords.Parse(json);
        profiler.Add(batch);
        return profiler.ToProfile();
    }

    private static Expectation Expectation(string json)
    {
        var problems = new Problems();
        var expectation = ConfigBinder.Bind<Expectation>(JsonSerializer.Deserialize<JsonElement>(json), "$", problems);
        problems.ThrowIfAny();
        expectation!.Validate("$", problems);
        problems.ThrowIfAny();
        return expectation;
    }
}
