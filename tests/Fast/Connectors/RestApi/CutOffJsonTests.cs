using System.Text;
using System.Text.Json;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

public sealed class CutOffJsonTests
{
    [Theory]
    [InlineData("""[{"a":1},{"a":""", true)]
    [InlineData("""[{"a":1}""", true)]
    [InlineData("""{"items":[{"a":1}""", true)]
    [InlineData("""{"items":[{"a":"x""", true)]
    [InlineData("[", true)]
    [InlineData("""[{"a":1}]""", false)]
    [InlineData("""{"a":1}""", false)]
    [InlineData("[1, 2, oh", false)]
    [InlineData("<html>", false)]
    [InlineData("", false)]
    public void Tells_what_is_cut_off_from_what_is_wrong(string body, bool isCutOff) => CutOffJson.IsIn(Encoding.UTF8.GetBytes(body)).ShouldBe(isCutOff);

    [Theory]
    [InlineData("""[{"id":1},{"id":""")]
    [InlineData("""{"items":[{"id":1}""")]
    public async Task An_answer_that_ends_too_early_is_asked_for_again(string cutOff)
    {
        using var api = new ScriptedApi((_, request) => new(request == 0 ? cutOff : """[{"id":1}]"""));
        ISource source = new RestApiSource(new EgressPolicy(new EgressOptions { AllowPrivateNetwork = true }), Limits.InProcess(new HurriedTime()), new HurriedTime());
        var config = JsonSerializer.SerializeToElement(new { url = api.Url.AbsoluteUri, retry_attempts = 1 });

        var failure = await Record.ExceptionAsync(() => source.PlanAsync(config, new PlanRequest("r", null), CancellationToken.None));

        // Where the last character already shows it, the request itself is repeated; else the run's own retries have to do it.
        if (failure is not null)
            failure.ShouldBeOfType<ConnectorException>().ShouldSatisfyAllConditions(error => error.Class.ShouldBe(ErrorClass.Transient), error => error.Code.ShouldBe("truncated_answer"));
        api.Requests.Count.ShouldBe(cutOff[0] == '[' ? 2 : 1);
    }
}
