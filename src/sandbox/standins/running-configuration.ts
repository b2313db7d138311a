import { shell } from './shell.ts';

/** Where Momentum's own daemons note their numbers, and what they go by; ecuser's. */
export const daemonState = '/var/run/ecelerity';

/**
 * What a running mail server goes by: the settings of TLS as they were when it last read its files, one a line
 * (path, option, value; between them a tab). `take_up` reads them anew, `evaluate SCOPE... OPTION` answers
 * with the documented fallback and the option's default.
 */
export function runningConfiguration(mainFile: string): string {
  return shell`
running_settings=$root${daemonState}/running-settings

take_up() {
  as ecuser awk -v root="$root" -v main=${mainFile} '
    function slurp(file,   line, text, said) {
      text = ""
      while ((said = (getline line < file)) > 0) text = text line "\n"
      close(file)
      return said < 0 ? "" : text
    }
    function is_there(file) { return system("test -e \"" file "\"") == 0 }
    function take(target, from,   count, places, i, names, name, total, command) {
      if (substr(target, 1, 1) == "/") target = root target
      else {
        sub(/\/[^\/]*$/, "", from)
        etc = root "/opt/msys/ecelerity/etc"
        count = split(from " " etc " " etc "/conf/global " etc "/conf/default", places, " ")
        for (i = 1; i <= count; i++) if (is_there(places[i] "/" target)) { target = places[i] "/" target; break }
      }
      if (system("test -d \"" target "\"") != 0) { read_file(target); return }
      command = "ls \"" target "\""
      total = 0
      while ((command | getline name) > 0) names[++total] = name
      close(command)
      for (i = 1; i <= total; i++) read_file(target "/" names[i])
    }
    # The next token of text, from at on; kind says what it is.
    function next_token(   c, start) {
      for (;;) {
        c = substr(text, at, 1)
        if (c == "") { kind = "end"; return "" }
        if (c ~ /[ \t\r\n;,]/) at++
        else if (c == "#") { while (at <= size && substr(text, at, 1) != "\n") at++ }
        else if (substr(text, at, 2) == "/*") { at += 2; while (at <= size && substr(text, at, 2) != "*/") at++; at += 2 }
        else break
      }
      if (c == "\"" || c == "\047") {
        start = ++at
        while (at <= size && substr(text, at, 1) != c) at++
        kind = "text"
        return substr(text, start, at++ - start)
      }
      if (c ~ /[{}()=]/ || c == "[" || c == "]") { kind = c; at++; return c }
      start = at
      while (at <= size && substr(text, at, 1) !~ /[ \t\r\n{}()=;,"]/) at++
      kind = "word"
      return substr(text, start, at - start)
    }
    function value_of(   first, all) {
      first = next_token()
      if (kind != "(" && kind != "[") return first
      all = ""
      while (kind != ")" && kind != "]" && kind != "end") { first = next_token(); if (kind == "text" || kind == "word") all = all " " first }
      return "(" all " )"
    }
    function read_file(file,   old_text, old_at, old_size, old_file) {
      if (++deep > 20) { deep--; return }
      old_text = text; old_at = at; old_size = size; old_file = here
      text = slurp(file); at = 1; size = length(text); here = file
      statements()
      text = old_text; at = old_at; size = old_size; here = old_file
      deep--
    }
    function statements(   word, second, outer) {
      for (;;) {
        word = tolower(next_token())
        if (kind == "end" || kind == "}") return
        if (kind != "word") continue
        if (word == "include" || word == "readonly_include") { take(next_token(), here); continue }
        second = next_token()
        if (kind == "=") { found = value_of(); if (word ~ told) print path "\t" word "\t" found; continue }
        outer = path
        if (kind == "{") path = path "/" word
        else { path = path "/" word " " second; next_token() }
        statements()
        path = outer
      }
    }
    # Passwords are none of it.
    BEGIN { told = "^(tls|starttls|use_ssl|smtp_extensions)"; path = ""; read_file(root main) }
  ' > "$running_settings.new" && mv "$running_settings.new" "$running_settings"
}

evaluate() {
  awk -F '\t' -v asked="$*" '
    function add(one) { order[++rungs] = one }
    BEGIN {
      count = split(asked, word, " ")
      option = word[count]
      for (i = 1; i < count; i++) {
        keyword = tolower(word[i])
        step = keyword
        if (keyword !~ /_listener$/ && i + 1 < count) step = keyword " " word[++i]
        steps[++depth] = step
        of[keyword] = "/" step
        path = path "/" step
      }
      group = of["binding_group"]; binding = of["binding"]; domain = of["domain"]
      if (group binding domain != "") {
        if (domain != "") { add(group binding domain); if (group != "") add(group domain) }
        if (binding != "") add(group binding)
        if (group != "") add(group)
        if (domain != "") add(domain)
      } else {
        add(path)
        if ("peer" in of && "listen" in of) { add("/" steps[1] of["listen"]); add("/" steps[1] of["peer"]) }
        if (depth > 1) add("/" steps[1])
      }
      add("")
    }
    $2 == tolower(option) { value[$1] = $3; is[$1] = 1 }
    END {
      for (i = 1; i <= rungs; i++) if (order[i] in is) { print option " = " value[order[i]]; exit }
      if (tolower(option) == "tls_protocols") print option " = +ALL"
      else print "Option \047" option "\047 is not set in scope \047" path "\047."
    }' "$running_settings"
}
`;
}
