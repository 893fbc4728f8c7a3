using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FormatConversionTests
{
    [Theory]
    [InlineData("text", "json", "{}", "\"[1,2.50]\"", "[1,2.50]")]
    [InlineData("json", "text", "{}", """{"a":1}""", "\"{\\\"a\\\":1}\"")]
    [InlineData("xml", "json", "{}", "\"<a x='1'>t<b/><b>2</b></a>\"", """{"a":{"@x":"1","b":["","2"],"#text":"t"}}""")]
    [InlineData("json", "xml", """{"root":"r"}""", """{"a b":[1,null,true],"@k":"<"}""", "\"<r k=\\\"&lt;\\\"><a_x0020_b>1</a_x0020_b><a_x0020_b /><a_x0020_b>true</a_x0020_b></r>\"")]
    [InlineData("json", "xml", "{}", "[1,[2]]", "\"<root><item>1</item><item><item>2</item></item></root>\"")]
    [InlineData("csv", "json", """{"delimiter":";"}""", "\"a;b\\r\\n1;\\\"x \\\"\\\"y\\\"\\\"\\n;z\\\"\\r\\n\\r\\n2\"", """[{"a":"1","b":"x \"y\"\n;z"},{"a":"2"}]""")]
    [InlineData("json", "csv", "{}", """[{"a":"x\"y","b":1.50},{"c":[1]}]""", "\"a,b,c\\n\\\"x\\\"\\\"y\\\",1.50,\\n,,[1]\\n\"")]
    [InlineData("text", "number", "{}", "\" -1,234.50 \"", "-1234.50")]
    [InlineData("text", "number", """{"decimal_separator":",","group_separator":""}""", "\"1234,5\"", "1234.5")]
    [InlineData("number", "text", """{"decimals":0,"group_separator":","}""", "1234567.5", "\"1,234,568\"")]
    [InlineData("number", "text", """{"prefix":"$"}""", "-0.50", "\"-$0.50\"")]
    public void Converts_what_a_field_holds(string from, string to, string parameters, string before, string after)
    {
        var result = Steps.Run($$"""{"type":"format_conversion","field_name":"v","from":"{{from}}","to":"{{to}}","parameters":{{parameters}}}""", $$"""[{"v":{{before}}}]""");

        result.Rejected.ShouldBeEmpty();
        Steps.ShouldBeJson(result.Records, $$"""[{"v":{{after}}}]""");
    }

    [Theory]
    [InlineData("xml", "json", "\"<!DOCTYPE a><a/>\"", "not_xml")]
    [InlineData("csv", "json", "\"a,b\\n\\\"1\"", "not_csv")]
    [InlineData("csv", "json", "\"a\\n1,2\"", "not_csv")]
    [InlineData("json", "csv", "[1]", "not_a_list")]
    [InlineData("json", "xml", "[\"\\u0001\"]", "not_xml")]
    [InlineData("text", "number", "\"1.2,3\"", "not_a_number")]
    [InlineData("text", "number", "\"1e3\"", "not_a_number")]
    public void Rejects_what_it_cannot_convert(string from, string to, string value, string code) =>
        Steps.Run($$"""{"type":"format_conversion","field_name":"v","from":"{{from}}","to":"{{to}}"}""", $$"""[{"v":{{value}}}]""")
            .Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Theory]
    [InlineData("snake_case", """{"customer_id":1,"http_server_url":{"unit_price":[{"a_b":1}]},"plain":2}""")]
    [InlineData("camel_case", """{"customerId":1,"httpServerUrl":{"unitPrice":[{"aB":1}]},"plain":2}""")]
    [InlineData("pascal_case", """{"CustomerId":1,"HttpServerUrl":{"UnitPrice":[{"AB":1}]},"Plain":2}""")]
    [InlineData("kebab_case", """{"customer-id":1,"http-server-url":{"unit-price":[{"a-b":1}]},"plain":2}""")]
    public void Names_fields_and_keys_in_one_style(string style, string expected) =>
        Steps.Run($$"""{"type":"format_conversion","key_naming":"{{style}}"}""", """[{"CustomerID":1,"HTTPServer url":{"unit-price":[{"a_b":1}]},"plain":2}]""").Records.ShouldBe($"[{expected}]");

    [Theory]
    [InlineData("{}", "", "does nothing")]
    [InlineData("""{"field_name":"v","from":"xml"}""", ".to", "is required")]
    [InlineData("""{"field_name":"v","from":"xml","to":"csv"}""", ".to", "Go by way of json")]
    [InlineData("""{"from":"xml","to":"json"}""", ".field_name", "is required")]
    [InlineData("""{"field_name":"v","key_naming":"camel_case"}""", ".from", "is required")]
    [InlineData("""{"key_naming":"snake_case"}""", ".key_naming", "is the name of a field already")]
    [InlineData("""{"key_naming":"snake_case"}""", ".key_naming", "gives a second field the name 'unit_price2'")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var schema = new Schema(new Field("v", DataType.String), new Field("unitPrice", DataType.Int64), new Field("unit_price", DataType.Int64), new Field("UnitPrice2", DataType.Int64), new Field("unitPrice2", DataType.Int64));

        Steps.Problems("{\"type\":\"format_conversion\"" + (options.Length > 2 ? "," : "") + options[1..], schema)
            .ShouldContain(problem => problem.Path == $"$.transformations{path}" && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
