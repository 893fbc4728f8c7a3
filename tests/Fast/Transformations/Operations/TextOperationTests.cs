using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

public sealed class TextOperationTests
{
    [Theory]
    [InlineData("trim", """{"sides":"left"}""", "\"  a \"", "\"a \"")]
    [InlineData("trim", """{"sides":"right"}""", "\"  a \"", "\"  a\"")]
    [InlineData("trim", """{"characters":"-é"}""", "\"-é a é-\"", "\" a \"")]
    [InlineData("pad", """{"length":5}""", "\"é\"", "\"    é\"")]
    [InlineData("pad", """{"length":5,"side":"right","with":"é"}""", "\"abc\"", "\"abcéé\"")]
    [InlineData("pad", """{"length":6,"side":"both","with":"*"}""", "\"abc\"", "\"*abc**\"")]
    [InlineData("pad", """{"length":2}""", "\"abc\"", "\"abc\"")]
    [InlineData("pad", """{"length":6,"with":"0"}""", "-1.50", "\"0-1.50\"")]
    [InlineData("replace", """{"search":"aa","replacement":"a"}""", "\"aaaaa\"", "\"aaa\"")]
    [InlineData("replace", """{"search":"a","replacement":"é","first_only":true}""", "\"xaa\"", "\"xéa\"")]
    [InlineData("replace", """{"search":"z"}""", "\"abc\"", "\"abc\"")]
    public void Changes_text(string operation, string parameters, string before, string after) => OperationRuns.ShouldGive(operation, parameters, before, after);

    [Theory]
    [InlineData("pad", """{"length":3,"with":"ab"}""", "parameters.with", "must be one character")]
    [InlineData("pad", "{}", "parameters.length", "is required")]
    [InlineData("pad", """{"length":0}""", "parameters.length", "between 1 and 10000")]
    [InlineData("pad", """{"lenght":3}""", "parameters.lenght", "Did you mean 'length'?")]
    [InlineData("trim", """{"sides":"lft"}""", "parameters.sides", "Did you mean 'left'?")]
    [InlineData("replace", """{"search":""}""", "parameters.search", "at least one character")]
    public void Says_what_is_wrong(string operation, string parameters, string path, string message) => OperationRuns.ShouldRefuse(operation, parameters, path, message);
}
