using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Connectors;

/// <summary>POST /connectors/test and /connectors/{id}/test: tries a connection, check by check; nothing is saved.</summary>
public sealed class TestConnector(IConnectorStore connectors, ConnectorCatalogue catalogue, ISecretProtector protector)
{
    /// <summary>What testing takes.</summary>
    public sealed record Request
    {
        /// <summary>The type.</summary>
        [Description("The connector type, such as postgresql.")]
        public required string ConnectorType { get; init; }

        /// <summary>The settings.</summary>
        [Description("The settings of the type.")]
        public required JsonElement Config { get; init; }
    }

    /// <summary>Tries a connection with settings that are not saved.</summary>
    [Function("TestConnectorConfig")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(200, typeof(TestAnswer))]
    public async Task<IResult> ConfigAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/connectors/test")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        return await TestAsync(body.ConnectorType, body.Config, cancellationToken);
    }

    /// <summary>Tries the connection of a saved connector.</summary>
    [Function("TestConnector")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(TestAnswer))]
    public async Task<IResult> SavedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/connectors/{id}/test")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var saved = await connectors.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("connector", id);
        var secrets = catalogue.Find(saved.ConnectorType)?.Spec.SecretFields ?? [];
        return await TestAsync(saved.ConnectorType, await SecretFields.UnprotectAsync(saved.Config, secrets, protector, cancellationToken), cancellationToken);
    }

    private async Task<IResult> TestAsync(string type, JsonElement config, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        var connector = catalogue.Find(type, "$.connector_type", problems);
        problems.ThrowIfAny();
        ConnectorConfig.Validate(connector!, config, "$.config", problems);
        problems.ThrowIfAny();
        var begun = Stopwatch.GetTimestamp();
        var checks = new List<Check>();
        await foreach (var check in Checks(connector!, config, cancellationToken))
            checks.Add(check);
        return Answers.Ok(new TestAnswer(checks.TrueForAll(check => check.Ok), (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds, checks));
    }

    private static IAsyncEnumerable<Check> Checks(Connector connector, JsonElement config, CancellationToken cancellationToken)
    {
        if (connector.Source is { } source && Fits(source.Validate, config))
        {
            var checks = source.CheckAsync(config, cancellationToken);
            return connector.Destination is { } both && Fits(both.Validate, config) ? WithPromiseAsync(checks, both, config, cancellationToken) : checks;
        }

        if (connector.Destination is { } destination && Fits(destination.Validate, config))
            return destination.CheckAsync(config, cancellationToken);
        return new[] { new Check("available", connector.Spec.Available, connector.Spec.InstallHint ?? "Give the settings that a pipeline would give, such as a table, to test the connection.") }.ToAsyncEnumerable();
    }

    /// <summary>The same settings may serve a destination: what it cannot promise is told beside, while the right to write is no matter of a connection that is only read.</summary>
    private static async IAsyncEnumerable<Check> WithPromiseAsync(
        IAsyncEnumerable<Check> checks, IDestination destination, JsonElement config, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isUsable = true;
        await foreach (var check in checks.WithCancellation(cancellationToken))
        {
            isUsable &= check.Ok;
            yield return check;
        }

        await foreach (var promise in (isUsable ? destination.CheckAsync(config, cancellationToken) : AsyncEnumerable.Empty<Check>()).Where(check => check.Name == Check.Ledger))
            yield return promise;
    }

    private static bool Fits(Action<JsonElement, string, Problems> validate, JsonElement config)
    {
        var problems = new Problems();
        validate(config, "$.config", problems);
        return problems.Count == 0;
    }
}
