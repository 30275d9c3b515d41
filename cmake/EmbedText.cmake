# leukolens_embed_text(TARGET FILE FUNCTION): compiles a text file into TARGET as `std::string_view FUNCTION()`, FUNCTION with its
# namespaces. The text is cut into raw string literals of 15,000 characters, because compilers limit a literal's length.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${TEXT_FILE}" text)
  string(LENGTH "${text}" length)
  set(pieces "")
  set(start 0)
  while(start LESS length)
    string(SUBSTRING "${text}" ${start} 15000 piece)
    string(APPEND pieces "    R\"text(${piece})text\",\n")
    math(EXPR start "${start} + 15000")
  endwhile()
  string(REGEX REPLACE "^(.*)::([^:]+)$" "\\1" space "${FUNCTION}")
  string(REGEX REPLACE "^(.*)::([^:]+)$" "\\2" name "${FUNCTION}")
  file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[
#include <string>
#include <string_view>

namespace @space@ {

std::string_view @name@() {
    static const std::string text = [] {
        constexpr std::string_view kPieces[] = {
@pieces@        };
        std::string whole;
        for (const auto piece : kPieces) whole += piece;
        return whole;
    }();
    return text;
}

}  // namespace @space@
]])
  return()
endif()

function(leukolens_embed_text target file accessor)
  string(MAKE_C_IDENTIFIER "${accessor}" stem)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${stem}.cpp")
  add_custom_command(OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} -DTEXT_FILE=${CMAKE_CURRENT_SOURCE_DIR}/${file} -DOUTPUT=${output} -DFUNCTION=${accessor}
            -P ${CMAKE_SOURCE_DIR}/cmake/EmbedText.cmake
    DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${file}" "${CMAKE_SOURCE_DIR}/cmake/EmbedText.cmake" VERBATIM)
  target_sources(${target} PRIVATE "${output}")
  set_source_files_properties("${output}" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
