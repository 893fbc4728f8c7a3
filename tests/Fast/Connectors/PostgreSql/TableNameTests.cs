using DataAggregator.Connectors.PostgreSql;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.PostgreSql;

public sealed class TableNameTests
{
    [Theory]
    [InlineData("orders", "\"public\".\"orders\"")]
    [InlineData(" sales.Orders ", "\"sales\".\"Orders\"")]
    [InlineData("\"my.schema\".\"a \"\"b\"\"\"", "\"my.schema\".\"a \"\"b\"\"\"")]
    [InlineData("t; DROP TABLE x", "\"public\".\"t; DROP TABLE x\"")]
    public void A_table_is_read_with_its_schema_and_always_quoted(string text, string sql)
    {
        var name = TableName.Parse(text, "public");

        name.Sql.ShouldBe(sql);
        TableName.Parse(name.Display("public"), "public").ShouldBe(name);
    }

    [Theory]
    [InlineData(null, "table_required")]
    [InlineData(" ", "table_required")]
    [InlineData("a.b.c", "invalid_table")]
    [InlineData("a.", "invalid_table")]
    [InlineData("eine_sehr_lange_tabelle_mit_genau_zweiunddreissig_und_mehr_zeichen_im_namen", "identifier_too_long")]
    public void What_names_no_table_is_a_settings_error(string? text, string code)
    {
        var error = Should.Throw<ConnectorException>(() => TableName.Parse(text, "public"));

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, code));
    }
}
