using System.Text.Json;
using DataAggregator.Connectors.Catalogue;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Catalogue;

public sealed class ConnectorCatalogueTests
{
    private static readonly ConnectorCatalogue Connectors = new ServiceCollection()
        .AddSingleton<IFileRoots>(new OpenFileRoots(Path.GetTempPath()))
        .AddConnectors(new EgressOptions())
        .BuildServiceProvider()
        .GetRequiredService<ConnectorCatalogue>();

    /// <summary>What is promised to users; a change here is a change of the contract.</summary>
    [Fact]
    public void Holds_the_approved_types_and_capabilities()
    {
        var lines = Connectors.All.OrderBy(connector => connector.Spec.Type, StringComparer.Ordinal)
            .Select(connector => $"{connector.Spec.Type}{(connector.Spec.Available ? "" : "*")}: {string.Join(' ', connector.Spec.Capabilities)}");

        lines.ShouldBe(
        [
            "aws_s3*: source destination discover",
            "azure_blob*: source destination discover",
            "bigquery*: source destination incremental discover",
            "custom*: source discover",
            "elasticsearch*: source destination incremental discover",
            "event_hubs*: source destination stream",
            "file: source destination incremental discover",
            "google_sheets*: source destination discover",
            "hubspot*: source destination incremental discover",
            "kafka*: source destination stream",
            "mongodb*: source destination incremental discover",
            "mysql*: source destination incremental discover",
            "oracle*: source destination incremental discover",
            "postgresql: source destination incremental discover",
            "rabbitmq*: source destination stream",
            "redshift*: source destination incremental discover",
            "rest_api: source incremental discover",
            "salesforce*: source destination incremental discover",
            "sftp*: source destination discover",
            "snowflake*: source destination incremental discover",
            "sql_server*: source destination incremental discover",
            "stream*: source discover stream",
        ]);
    }

    [Theory]
    [InlineData("REST API", "rest_api")]
    [InlineData("rest-api", "rest_api")]
    [InlineData(" Http ", "rest_api")]
    [InlineData("rest", "rest_api")]
    [InlineData("api", "rest_api")]
    [InlineData("Postgres", "postgresql")]
    [InlineData("PostgreSQL", "postgresql")]
    [InlineData("S3", "aws_s3")]
    [InlineData("AWS S3", "aws_s3")]
    [InlineData("mssql", "sql_server")]
    [InlineData("Microsoft SQL Server", "sql_server")]
    [InlineData("Google BigQuery", "bigquery")]
    [InlineData("File Systems", "file")]
    [InlineData("file_system", "file")]
    [InlineData("FTP/SFTP", "sftp")]
    [InlineData("MySQL", "mysql")]
    [InlineData("MongoDB", "mongodb")]
    [InlineData("Oracle", "oracle")]
    [InlineData("Elasticsearch", "elasticsearch")]
    [InlineData("Snowflake", "snowflake")]
    [InlineData("Salesforce", "salesforce")]
    [InlineData("HubSpot", "hubspot")]
    [InlineData("Google Sheets", "google_sheets")]
    [InlineData("Kafka", "kafka")]
    [InlineData("RabbitMQ", "rabbitmq")]
    public void Knows_types_by_the_names_that_people_use(string name, string type) => Connectors.Find(name).ShouldNotBeNull().Spec.Type.ShouldBe(type);

    /// <summary>The guide's configs (5.1.2, 5.3.5, 5.3.7), verbatim.</summary>
    [Theory]
    [InlineData("REST API", """{"url":"https://api.ecommerce-platform.com/v1/orders","auth_method":"API_KEY","auth_params":{"api_key_header":"X-API-Key","api_key_value":"your-api-key-here"},"pagination":{"type":"offset","page_size":100}}""")]
    [InlineData("rest_api", """{"name":"E-commerce API","url":"https://api.ecommerce-platform.com/v1","auth_method":"bearer_token","auth_params":{"token":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."},"connection_timeout":30,"retry_attempts":3,"rate_limit":1000,"rate_limit_period":"minute"}""")]
    [InlineData("Snowflake", """{"host":"your-account.snowflakecomputing.com","database":"SALES_DB","schema":"PROCESSED","table":"daily_orders","warehouse":"COMPUTE_WH"}""")]
    [InlineData("postgresql", """{"name":"Sales Database","host":"sales-db.example.com","port":5432,"database":"sales_db","username":"data_pipeline_user","password":"secure_password","ssl_mode":"require","connection_pool_size":10,"max_overflow":20,"connect_timeout":10,"schema":"public"}""")]
    [InlineData("aws_s3", """{"name":"Data Lake Bucket","bucket_name":"company-data-lake","aws_region":"us-west-2","access_key_id":"AKIAIOSFODNN7EXAMPLE","secret_access_key":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY","prefix":"raw-data/","file_format":"json","compression":"gzip","signature_version":"s3v4"}""")]
    [InlineData("custom", """{"name":"Custom API","endpoint":"https://api.custom-system.com/v1/data","api_key":"your-api-key"}""")]
    public void Takes_the_guides_configs(string type, string config)
    {
        var schema = Connectors.Find(type)!.Spec.ConfigSchema;
        var given = JsonDocument.Parse(config).RootElement.EnumerateObject().Select(property => property.Name).ToList();

        given.ShouldBeSubsetOf(schema["properties"]!.AsObject().Select(property => property.Key));
        var problems = new Problems();
        Connectors.Find(type)!.Source?.Validate(JsonDocument.Parse(config).RootElement, "$", problems);
        // What to read of a saved database connector, the pipeline says.
        problems.Where(problem => type != "postgresql" || !problem.Message.Contains("table", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Describes_every_setting_and_marks_every_secret()
    {
        foreach (var spec in Connectors.All.Select(connector => connector.Spec))
        {
            spec.Description.ShouldEndWith(".");
            (spec.Available || spec.InstallHint is { Length: > 0 }).ShouldBeTrue(spec.Type);
            foreach (var (name, schema) in spec.ConfigSchema["properties"]!.AsObject())
            {
                schema!["description"].ShouldNotBeNull($"{spec.Type}.{name} has no description");
                if (schema["writeOnly"] is not null)
                    spec.SecretFields.ShouldContain(name);
                else if (name.Contains("password", StringComparison.Ordinal) || name.EndsWith("_secret", StringComparison.Ordinal))
                    Assert.Fail($"{spec.Type}.{name} looks like a secret, but is not marked.");
            }
        }

        Connectors.Find("rest_api")!.Spec.SecretFields.ShouldBe(
            ["auth_params.api_key_value", "auth_params.token", "auth_params.password", "auth_params.client_secret", "headers.*"], ignoreOrder: true);
    }

    [Fact]
    public void What_is_not_available_has_no_halves_to_run()
    {
        foreach (var connector in Connectors.All.Where(connector => !connector.Spec.Available))
            (connector.Source is null && connector.Destination is null).ShouldBeTrue(connector.Spec.Type);
        foreach (var connector in Connectors.All.Where(connector => connector.Spec.Available))
        {
            (connector.Source is not null).ShouldBe(connector.Spec.Capabilities.Contains("source"), connector.Spec.Type);
            (connector.Destination is not null).ShouldBe(connector.Spec.Capabilities.Contains("destination"), connector.Spec.Type);
        }
    }
}
