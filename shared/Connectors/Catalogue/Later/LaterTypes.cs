using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>The connector types that stand in the catalogue before they can run.</summary>
internal static class LaterTypes
{
    private const string Both = "source destination incremental discover";
    private const string Files = "source destination discover";
    private const string Queue = "source destination stream";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Connector> All { get; } =
    [
        LaterType.Of<DatabaseOptions>("mysql", "MySQL", "database", "Reads and writes tables of MySQL and MariaDB.", Both, "mariadb"),
        LaterType.Of<MongoDbOptions>("mongodb", "MongoDB", "database", "Reads and writes collections of MongoDB.", Both, "mongo"),
        LaterType.Of<OracleOptions>("oracle", "Oracle", "database", "Reads and writes tables of Oracle Database.", Both, "oracle_database"),
        LaterType.Of<SqlServerOptions>("sql_server", "Microsoft SQL Server", "database", "Reads and writes tables of SQL Server and Azure SQL.", Both, "mssql", "microsoft_sql_server", "azure_sql"),
        LaterType.Of<ElasticsearchOptions>("elasticsearch", "Elasticsearch", "database", "Reads and writes indexes of Elasticsearch.", Both, "elastic"),
        LaterType.Of<BigQueryOptions>("bigquery", "Google BigQuery", "warehouse", "Reads and writes tables of BigQuery.", Both, "google_bigquery"),
        LaterType.Of<SnowflakeOptions>("snowflake", "Snowflake", "warehouse", "Reads and writes tables of Snowflake.", Both),
        LaterType.Of<RedshiftOptions>("redshift", "Amazon Redshift", "warehouse", "Reads and writes tables of Redshift.", Both, "amazon_redshift", "aws_redshift"),
        LaterType.Of<SalesforceOptions>("salesforce", "Salesforce", "saas", "Reads and writes objects of Salesforce.", Both),
        LaterType.Of<HubSpotOptions>("hubspot", "HubSpot", "saas", "Reads and writes objects of HubSpot.", Both),
        LaterType.Of<GoogleSheetsOptions>("google_sheets", "Google Sheets", "saas", "Reads and writes sheets of Google Sheets.", Files, "google_sheet"),
        LaterType.Of<SftpOptions>("sftp", "FTP/SFTP", "file", "Reads and writes files on FTP, FTPS and SFTP servers.", Files, "ftp_sftp", "ftp", "ftps"),
        LaterType.Of<AwsS3Options>("aws_s3", "AWS S3", "file", "Reads and writes files in S3 and compatible stores.", Files, "s3", "amazon_s3"),
        LaterType.Of<AzureBlobOptions>("azure_blob", "Azure Blob Storage", "file", "Reads and writes files in Azure Blob Storage.", Files, "azure_blob_storage", "azure_storage"),
        LaterType.Of<RabbitMqOptions>("rabbitmq", "RabbitMQ", "queue", "Reads and writes messages of RabbitMQ.", Queue),
        LaterType.Of<KafkaOptions>("kafka", "Apache Kafka", "queue", "Reads and writes messages of Kafka.", Queue, "apache_kafka"),
        LaterType.Of<EventHubsOptions>("event_hubs", "Azure Event Hubs", "queue", "Reads and writes events of Azure Event Hubs.", Queue, "event_hub", "azure_event_hubs"),
        LaterType.Of<CustomOptions>("custom", "Custom", "other", "Runs a connector of your own that a plugin brings.", "source discover"),
    ];
}
