# wib_embed_sql(FEATURE voice TARGET wib_origin_voice [FILES a.sql …])
# Turns this folder's sql/*.sql (or the files named) into "generated/sql/<feature>.hpp": one `constexpr db::Statement` in wib::sql for each file, named
# like the file. Whole-line comments stay in the file: the server has no use for them.
# Run as a script (cmake -P) it writes that header.

if(CMAKE_SCRIPT_MODE_FILE)
  set(body "// Made from the .sql files of ${FEATURE} by origin/db/embed_sql.cmake.\n#pragma once\n#include \"origin/db/statement.hpp\"\n\nnamespace wib::sql {\n")
  string(REPLACE "|" ";" files "${FILES}")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
      message(FATAL_ERROR "${file}: a statement's name is lower case, digits and underscores")
    endif()
    file(READ "${file}" text)
    string(REGEX REPLACE "(^|\n)[ \t]*--[^\n]*" "\\1" text "${text}")
    string(REGEX REPLACE "\n+" "\n" text "${text}")
    string(STRIP "${text}" text)
    string(REGEX REPLACE ";$" "" text "${text}")
    if(text STREQUAL "")
      message(FATAL_ERROR "${file} holds no statement")
    endif()
    string(APPEND body "\nconstexpr db::Statement ${name}{\"${name}\", R\"wib_sql(${text})wib_sql\"};\n")
  endforeach()
  string(APPEND body "\n}  // namespace wib::sql\n")
  file(WRITE "${OUTPUT}" "${body}")
  return()
endif()

set(WIB_EMBED_SQL_SCRIPT ${CMAKE_CURRENT_LIST_FILE} CACHE INTERNAL "the script behind wib_embed_sql")

function(wib_embed_sql)
  cmake_parse_arguments(SQL "" "FEATURE;TARGET" "FILES" ${ARGN})
  if(SQL_FILES)
    set(files ${SQL_FILES})
  else()
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/sql/*.sql)
  endif()
  list(SORT files)
  list(JOIN files "|" joined)
  set(header ${PROJECT_BINARY_DIR}/generated/sql/${SQL_FEATURE}.hpp)
  add_custom_command(OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -DFEATURE=${SQL_FEATURE} "-DFILES=${joined}" -DOUTPUT=${header} -P ${WIB_EMBED_SQL_SCRIPT}
    DEPENDS ${files} ${WIB_EMBED_SQL_SCRIPT} VERBATIM
    COMMENT "Embedding the statements of ${SQL_FEATURE}")
  target_sources(${SQL_TARGET} PRIVATE ${header})
  target_include_directories(${SQL_TARGET} PUBLIC ${PROJECT_BINARY_DIR})
endfunction()
