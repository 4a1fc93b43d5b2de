#include "shared/codec/multipart.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace wib::codec {
namespace {

/// What a reader told, with the bytes of a part joined: [name|file|type] bytes / ends.
std::string told(std::string_view boundary, const std::vector<std::string_view>& pieces) {
    FormReader form{boundary};
    std::string all;
    for (const auto piece : pieces) {
        for (auto rest = piece;;) {
            const auto news = form.next(rest);
            if (std::holds_alternative<WantsMore>(news)) {
                EXPECT_TRUE(rest.empty());
                break;
            }
            if (const auto* head = std::get_if<PartHead>(&news))
                all += '[' + head->name + '|' + head->file_name.value_or("-") + '|' + head->content_type + ']';
            else if (const auto* text = std::get_if<PartBytes>(&news)) {
                EXPECT_FALSE(text->bytes.empty());
                all += text->bytes;
            } else if (std::holds_alternative<PartEnd>(news))
                all += '/';
            else if (std::holds_alternative<FormEnd>(news))
                all += '.';
            else if (std::holds_alternative<NoForm>(news))
                return all + '!';
        }
    }
    return all;
}
std::string told(std::string_view form) {
    return told("b", {form});
}

const std::string kHead =
    "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n";

TEST(FormBoundary, IsReadFromAFormsContentTypeAlone) {
    EXPECT_EQ(form_boundary("multipart/form-data; boundary=xyz"), "xyz");
    EXPECT_EQ(form_boundary("Multipart/Form-Data;charset=utf-8; BOUNDARY=\"a b\""), "a b");
    EXPECT_EQ(form_boundary("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"),
              "----WebKitFormBoundary7MA4YWxkTrZu0gW");
    for (const auto* none :
         {"", "multipart/form-data", "multipart/mixed; boundary=x", "application/json; boundary=x",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=\"a",
          "multipart/form-data; boundary=a; boundary=b", "multipart/form-data; boundary=a;b"})
        EXPECT_EQ(form_boundary(none), std::nullopt) << none;
    EXPECT_EQ(form_boundary("multipart/form-data; boundary=" + std::string(70, 'x')), std::string(70, 'x'));
    EXPECT_EQ(form_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

struct FormCase {
    const char* what;
    std::string form;
    std::string told;
};

class Forms : public ::testing::TestWithParam<FormCase> {};

TEST_P(Forms, AreReadAsTheyAreMeant) {
    EXPECT_EQ(told(GetParam().form), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Forms,
    ::testing::Values(
        FormCase{"one file", "--b\r\n" + kHead + "\r\nsound\r\n--b--\r\n", "[file|a.wav|audio/wav]sound/."},
        FormCase{"two parts",
                 "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b\r\n" + kHead + "\r\ns\r\n--b--",
                 "[x|-|]1/[file|a.wav|audio/wav]s/."},
        FormCase{"text before and after",
                 "preamble\r\n--c\r\n--b\r\n" + kHead + "\r\ns\r\n--b--\r\nepilogue\r\n--b\r\n",
                 "[file|a.wav|audio/wav]s/."},
        FormCase{"an empty file", "--b\r\n" + kHead + "\r\n\r\n--b--", "[file|a.wav|audio/wav]/."},
        FormCase{"a part that is a head alone", "--b\r\n" + kHead + "\r\n--b--", "[file|a.wav|audio/wav]/."},
        FormCase{"a file that begins like a delimiter", "--b\r\n" + kHead + "\r\n--\r\n--b--",
                 "[file|a.wav|audio/wav]--/."},
        FormCase{"a file that ends in lines", "--b\r\n" + kHead + "\r\ns\r\n\r\n\r\r\n--b--",
                 "[file|a.wav|audio/wav]s\r\n\r\n\r/."},
        FormCase{"what is nearly a delimiter", "--b\r\n" + kHead + "\r\n\r\n-b\r\n--\r\n-\r--b\n--b\r\n--b--",
                 "[file|a.wav|audio/wav]\r\n-b\r\n--\r\n-\r--b\n--b/."},
        FormCase{"padding behind a delimiter", "--b \t\r\n" + kHead + "\r\ns\r\n--b \r\n" + kHead + "\r\n\r\n--b--",
                 "[file|a.wav|audio/wav]s/[file|a.wav|audio/wav]/."},
        FormCase{"a name in quotes",
                 "--b\r\ncontent-disposition: Form-Data; name=\"a\\\"b\\\\c\\d\"; filename=\"x;y\"\r\n\r\n\r\n--b--",
                 "[a\"b\\c\\d|x;y|]/."},
        FormCase{"nothing", "", ""}, FormCase{"an end at once", "--b--", "."},
        FormCase{"a form that is cut", "--b\r\n" + kHead + "\r\nsound\r\n--b", "[file|a.wav|audio/wav]sound/"},
        FormCase{"a delimiter that goes on", "--b\r\n" + kHead + "\r\nsound\r\n--bc", "[file|a.wav|audio/wav]sound/!"},
        FormCase{"half an end", "--b\r\n" + kHead + "\r\ns\r\n--b-\r\n", "[file|a.wav|audio/wav]s/!"},
        FormCase{"a bare line feed", "--b\n" + kHead + "\r\ns\r\n--b--", "!"},
        FormCase{"a part without a head", "--b\r\n\r\ns\r\n--b--", "!"},
        FormCase{"a part without a name", "--b\r\nContent-Disposition: form-data\r\n\r\ns\r\n--b--", "!"},
        FormCase{"no field of a form", "--b\r\nContent-Disposition: attachment; name=x\r\n\r\ns\r\n--b--", "!"},
        FormCase{"two names", "--b\r\nContent-Disposition: form-data; name=x; name=y\r\n\r\ns\r\n--b--", "!"},
        FormCase{
            "two dispositions",
            "--b\r\nContent-Disposition: form-data; name=x\r\nContent-Disposition: form-data; name=y\r\n\r\ns\r\n--b--",
            "!"},
        FormCase{"another coding", "--b\r\n" + kHead + "Content-Transfer-Encoding: base64\r\n\r\ns\r\n--b--", "!"},
        FormCase{"a head that is none", "--b\r\nhello\r\n\r\ns\r\n--b--", "!"}),
    [](const auto& info) {
        std::string name = info.param.what;
        std::ranges::replace(name, ' ', '_');
        return name;
    });

TEST(FormReader, HoldsNoMoreOfAHeadThanItsLimit) {
    const std::string begun = "--b\r\nX: ";
    EXPECT_EQ(told(begun + std::string(kLargestPartHead, 'x')), "!");
    EXPECT_EQ(told(begun + std::string(kLargestPartHead / 2, 'x') + "\r\n" + kHead + "\r\ns\r\n--b--"),
              "[file|a.wav|audio/wav]s/.");
}

TEST(FormReader, SaysOnceAndForAllThatSomethingIsNoForm) {
    FormReader form{"b"};
    std::string_view bytes = "--bx";
    EXPECT_TRUE(std::holds_alternative<NoForm>(form.next(bytes)));
    bytes = "\r\n--b\r\n";
    EXPECT_TRUE(std::holds_alternative<NoForm>(form.next(bytes)));
}

// Wherever the network cuts it, and into however many pieces, a form means the same.
TEST(FormReader, TellsTheSameHoweverItIsCut) {
    std::mt19937 random{20261122};
    for (int round = 0; round < 60; ++round) {
        // Files of what delimiters are made of, so that many nearly are one.
        std::string form;
        const auto parts = 1 + random() % 3;
        for (unsigned part = 0; part < parts; ++part) {
            form += "--b\r\n" + kHead + "\r\n";
            for (auto left = random() % 60; left > 0; --left) form += "\r\n--bx"[random() % 6];
            form += "\r\n";
        }
        form += "--b--\r\n";
        const auto whole = told(form);
        for (std::size_t at = 0; at <= form.size(); ++at) {
            const std::string_view text = form;
            ASSERT_EQ(told("b", {text.substr(0, at), text.substr(at)}), whole) << "cut at " << at << " of\n" << form;
        }
        std::vector<std::string_view> pieces;
        for (std::string_view left = form; !left.empty();) {
            const auto size = std::min<std::size_t>(1 + random() % 4, left.size());
            pieces.push_back(left.substr(0, size));
            left.remove_prefix(size);
        }
        ASSERT_EQ(told("b", pieces), whole) << form;
    }
}

}  // namespace
}  // namespace wib::codec
